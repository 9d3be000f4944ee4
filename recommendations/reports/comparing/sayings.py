"""How one place and its answer are named, in the words of the side that has them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.reports.comparing.side import Side


def question_words(side: Side, place: flow.Place) -> str:
    """“Payroll: how it is done”, or the question alone where it is about the whole."""
    about, key = place
    asked = side.edition.question_by_key[key]
    if about == flow.ORGANISATION:
        return asked.text
    function = side.functions[about]
    return _("%(function)s: %(question)s") % {"function": function.name, "question": asked.short or asked.text}


def answer_words(side: Side, place: flow.Place) -> str:
    """Tell what was said there or, where nothing was, why not."""
    question = side.edition.question_by_key.get(place[1])
    if question is None:
        return _("Not in this edition")
    answer = side.answers.get(place, "")
    choice = question.choice_by_key.get(answer)
    if choice:
        return choice.label
    match answer:
        case flow.DONT_KNOW:
            return _("I don’t know")
        case flow.NOT_APPLICABLE:
            return _("Doesn’t apply")
        case _open:
            return _("Left open") if place in side.asked else _("Not asked")


def points_up_or_down(change: int) -> str:
    """“6 points up”: a direction, without a judgement."""
    if not change:
        return _("same")
    return (_points_up(change) if change > 0 else _points_down(-change)) % {"count": abs(change)}


def _points_up(count: int) -> str:
    return ngettext("%(count)s point up", "%(count)s points up", count)


def _points_down(count: int) -> str:
    return ngettext("%(count)s point down", "%(count)s points down", count)

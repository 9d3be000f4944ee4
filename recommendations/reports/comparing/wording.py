"""How two reports are compared in words: places and answers, directions, and which model is ahead."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from recommendations.reports import wording as words
from recommendations.reports.comparing.side import Side

ADVICE: Final = {
    **LABELS,
    "mix": gettext_lazy("a mix"),
    "in_house": gettext_lazy("keeping the work in-house"),
    "undecided": gettext_lazy("no model yet"),
}


def question_words(side: Side, place: flow.Place) -> str:
    """“Payroll: how it is done”, or the question alone where it is about the whole."""
    about, key = place
    question = side.edition.question_by_key[key]
    if about == flow.ORGANISATION:
        return question.text
    function = side.functions[about]
    return _("%(function)s: %(question)s") % {"function": function.name, "question": question.short or question.text}


def answer_words(side: Side, place: flow.Place) -> str:
    """Give the answer in its words or, where there is none, why not."""
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
            if place in side.assumed:
                return words.assumed(question.choice_by_key[side.assumed[place]].label)
            return _("Left open") if place in side.asked else _("Not asked")


def points_up_or_down(change: int) -> str:
    """“6 points up”: a direction, without a judgement."""
    if not change:
        return _("same")
    up = ngettext("%(count)s point up", "%(count)s points up", abs(change))
    down = ngettext("%(count)s point down", "%(count)s points down", abs(change))
    return (up if change > 0 else down) % {"count": abs(change)}


def signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def headline(before: Side, after: Side) -> str:
    was, now = str(ADVICE[before.advice]), str(ADVICE[after.advice])
    if before.advice == after.advice:
        return _("The advice is the same: %(advice)s.") % {"advice": now}
    return _("The advice moved from %(before)s to %(after)s.") % {"before": was, "after": now}


def lead(before: Side, after: Side) -> str:
    """Say who has the highest score now, and who had it; nobody, where it was only a first impression."""
    if not before.names_a_model and not after.names_a_model:
        return _("Neither report hands anything over, so both have scores that are a first impression.")
    if not after.names_a_model:
        return _("Nothing is handed over now, so the scores of the later report are a first impression.")
    if not before.names_a_model:
        return _("Nothing was handed over before, so the scores of the earlier report are a first impression.")
    names = {
        "first": words.SHORT[after.leader],
        "was": words.SHORT[before.leader],
        "ahead": _ahead(after),
        "then": _ahead(before),
    }
    if after.leader != before.leader:
        return _("By overall score %(first)s is first now, %(ahead)s. Before, it was %(was)s, %(then)s.") % names
    if names["ahead"] == names["then"]:
        return _("By overall score %(first)s is first both times, %(ahead)s.") % names
    return _("By overall score %(first)s is first both times: %(ahead)s now, %(then)s before.") % names


def _ahead(side: Side) -> str:
    second = words.SHORT[side.overall["ranking"][1]]
    if side.is_tie:
        return _("level with %(second)s") % {"second": second}
    if not side.lead:
        return _("less than a point ahead of %(second)s") % {"second": second}
    return ngettext("%(count)s point ahead of %(second)s", "%(count)s points ahead of %(second)s", side.lead) % {
        "count": side.lead,
        "second": second,
    }


def differences_of_questions(before: Side, after: Side) -> tuple[str, list[str]]:
    """Say what sets the two sides' questions and method apart, before any figure is believed: a title and sentences."""
    texts = []
    if before.edition.label != after.edition.label:
        texts.append(
            _("The earlier report used the questionnaire %(old)s, the later one %(new)s.")
            % {"old": before.edition.label, "new": after.edition.label}
        )
        if counts := _counts(before.edition, after.edition):
            texts.append(_("Between them, %(changes)s.") % {"changes": words.listed(counts)})
    old, new = before.content, after.content
    if old["method"] != new["method"]:
        texts.append(
            _("The earlier report was scored by the method %(old)s, the later one by %(new)s.")
            % {"old": old["method"], "new": new["method"]}
        )
    elif old["parameters"] != new["parameters"]:
        texts.append(_("The weights behind the scores differ."))
    if not texts:
        return "", []
    texts.append(_("So a part of what moved may come from that, and not from your answers."))
    if before.edition.label != after.edition.label:
        return _("The questions changed in between"), texts
    return _("The way of scoring changed in between"), texts


def _counts(old: flow.Edition, new: flow.Edition) -> list[str]:
    both = old.question_by_key.keys() & new.question_by_key.keys()
    changed = sum(old.question_by_key[key] != new.question_by_key[key] for key in both)
    added, removed = len(new.questions) - len(both), len(old.questions) - len(both)
    counts = (
        (changed, ngettext("%(count)s question was changed", "%(count)s questions were changed", changed)),
        (added, ngettext("%(count)s was added", "%(count)s were added", added)),
        (removed, ngettext("%(count)s was left out", "%(count)s were left out", removed)),
    )
    return [text % {"count": words.number(count)} for count, text in counts if count]


def moves_lead(count: int) -> str:
    if not count:
        return _("No answer differs.")
    differ = ngettext("%(count)s answer differs.", "%(count)s answers differ.", count) % {"count": words.number(count)}
    explained = _(
        "The points say what each gives an overall score now, less what it gave then. They add up to the change."
    )
    return f"{words.opened_text(differ)} {explained}"


def functions_lead(count: int) -> str:
    if not count:
        return _("The advice is the same for every function.")
    changed = ngettext("%(count)s line changed.", "%(count)s lines changed.", count) % {"count": words.number(count)}
    return f"{words.opened_text(changed)} {_('The rest hold.')}"

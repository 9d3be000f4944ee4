"""How questions and answers are put into words for a respondent."""

from django.utils.translation import gettext as _

from assessments.edition import flow


def blank_answers() -> list[dict[str, str]]:
    """List what every question can be answered with beside its choices."""
    return [
        {"value": flow.DONT_KNOW, "text": _("I don’t know")},
        {"value": flow.NOT_APPLICABLE, "text": _("Doesn’t apply")},
    ]


def answer_text(question: flow.Question, answer: str) -> str:
    """Word an answer as its page does."""
    match answer:
        case "":
            return _("Not answered")
        case flow.DONT_KNOW:
            return _("I don’t know")
        case flow.NOT_APPLICABLE:
            return _("Doesn’t apply")
        case _key:
            choice = question.choice_by_key[answer]
            return choice.label if question.scope is flow.Scope.FUNCTION else choice.text


def only_if(edition: flow.Edition, question: flow.Question, *, step: str) -> str:
    """Say when a question counts that depends on another one on the page of this step."""
    condition = question.condition
    if condition is None:
        return ""
    other = edition.question_by_key[condition.question]
    if other.step != step:
        return ""  # it is shown only when it is asked
    choices = [f"“{other.choice_by_key[key].label}”" for key in condition.choices]
    if len(choices) > 1:
        listed = _("%(first)s or %(last)s") % {"first": ", ".join(choices[:-1]), "last": choices[-1]}
    else:
        listed = choices[0]
    return _("Answer this only if you chose %(choices)s for “%(question)s”.") % {
        "choices": listed,
        "question": other.short,
    }


def decides(edition: flow.Edition, question: flow.Question) -> str:
    """Warn that what is answered here opens or closes a question in another step."""
    slugs = [step.slug for step in edition.steps]
    names = [
        _("“%(question)s” in step %(number)d") % {"question": other.short, "number": slugs.index(other.step) + 1}
        for other in edition.questions
        if other.condition and other.condition.question == question.key and other.step != question.step
    ]
    if not names:
        return ""
    return _("Your answer decides whether we ask you about %(questions)s.") % {"questions": ", ".join(names)}

"""How the method page words an edition."""

from django import template
from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.engine import points

register = template.Library()


@register.filter
def signed(number: float) -> str:
    return points.signed(number)


@register.filter
def typical(function: flow.CatalogueFunction, edition: flow.Edition) -> str:
    """List the typical answers of a function, each behind its question."""
    asked = [(edition.question_by_key[key], answer) for key, answer in function.typical]
    return "; ".join(f"{question.short}: {question.label_of(answer)}" for question, answer in asked)


@register.filter
def conditions(question: flow.Question, edition: flow.Edition) -> str:
    """Say when a question is asked, where it is not always."""
    sentences = []
    if question.own_functions_only:
        sentences.append(_("Asked only about a function that you name yourself."))
    if question.condition:
        asked = edition.question_by_key[question.condition.question]
        answers = _(" or ").join(f"“{asked.choice_by_key[key].label}”" for key in question.condition.choices)
        sentences.append(
            _("Asked only after %(answers)s to “%(question)s”.") % {"answers": answers, "question": asked.short}
        )
    return " ".join(sentences)

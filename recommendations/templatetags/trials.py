"""How outcomes of example clients are worded in the admin."""

from django import template
from django.utils.translation import gettext as _

from recommendations.engine import MixLabel
from recommendations.models import ExampleClient
from recommendations.trials.forms import LABELS

register = template.Library()


@register.filter
def outcome_words(label: str) -> str:
    """Word a result; “bpo=kpo” stands as it is."""
    return str(LABELS.get(MixLabel(label), label)) if label in tuple(MixLabel) else label


@register.filter
def also_acceptable(example: ExampleClient) -> str:
    return ", ".join(outcome_words(label) for label in example.acceptable if label != example.expected)


@register.filter
def result_words(result: str) -> str:
    return {"hit": _("Hit"), "acceptable": _("Acceptable"), "miss": _("Miss")}[result]

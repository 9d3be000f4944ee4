"""The models by their names."""

from django import template

from assessments.edition.sourcing_models import LABELS

register = template.Library()


@register.filter
def model_label(key: str) -> str:
    """Name a model; empty for anything that is none, such as work that stays."""
    return LABELS.get(key, "")


@register.simple_tag
def model_labels() -> tuple[str, ...]:
    return tuple(LABELS.values())

"""The models by their names."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from assessments.edition.sourcing_models import CHOICES, LABELS

register = template.Library()


@register.filter
def model_label(key: str) -> str:
    """Name a model; empty for anything that is none, such as work that stays."""
    return LABELS.get(key, "")


@register.filter
def by_model(values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[str, str, Any]]:
    """Give for each model its key, its label and what is said of it: by key, or in the order of the models."""
    said = values if isinstance(values, Mapping) else dict(zip(LABELS, values, strict=False))
    return [(key, label, said.get(key, "")) for key, label in CHOICES]


@register.simple_tag
def models() -> tuple[tuple[str, str], ...]:
    return CHOICES


@register.simple_tag
def model_labels() -> tuple[str, ...]:
    return tuple(LABELS.values())

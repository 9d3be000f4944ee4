"""How lists word a report."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import StrengthWord
from recommendations.engine.points import whole
from recommendations.models import Report
from recommendations.reports import wording
from recommendations.reports.views.workspace import LABELS
from recommendations.reports.wording import SHORT, STRENGTH

register = template.Library()


@register.filter
def label_model(label: str) -> str:
    """Find the model that a report's leading label is drawn as."""
    return LABELS[label][0] if label in LABELS else ""


@register.filter
def label_words(label: str) -> str:
    return str(LABELS[label][1]) if label in LABELS else ""


@register.filter
def strength_words(report: Report) -> str:
    return str(STRENGTH[StrengthWord(report.strength)]) if report.strength else ""


@register.filter
def lead_words(report: Report) -> str:
    """Say how far the model in front leads overall, where one model is advised."""
    if not report.strength or report.label != report.leader:
        return ""
    gap = whole(report.gap)
    if not gap:
        return _("A tie or nearly one")
    return ngettext("%(model)s by %(gap)s point", "%(model)s by %(gap)s points", gap) % {
        "model": SHORT[report.leader],
        "gap": gap,
    }


@register.filter
def percent(number: int) -> str:
    return wording.percent(number)


@register.filter
def at_key(values: Mapping[Any, Any], key: Any) -> Any:
    return values.get(key, "")

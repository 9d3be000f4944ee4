"""Two editions side by side, for people who read no code."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from assessments.authoring.admin import pages
from assessments.edition import flow
from assessments.edition.contrast import Change, Kind, contrast
from assessments.edition.sourcing_models import LABELS
from assessments.models import Questionnaire
from assessments.models.reading import read

KINDS: Final[dict[Kind, Promise]] = {
    Kind.ADDED: gettext_lazy("Added"),
    Kind.LEFT_OUT: gettext_lazy("Left out"),
    Kind.REWORDED: gettext_lazy("Reworded"),
    Kind.WEIGHED: gettext_lazy("Re-weighted"),
    Kind.SCORED: gettext_lazy("Re-scored"),
    Kind.MOVED: gettext_lazy("Moved"),
    Kind.OTHERWISE: gettext_lazy("Changed"),
}
PARTS: Final[dict[str, Promise]] = {
    "source": gettext_lazy("Source"),
    "step": gettext_lazy("Step"),
    "department": gettext_lazy("Department"),
    "question": gettext_lazy("Question"),
    "choice": gettext_lazy("Answer"),
    "advice": gettext_lazy("Advice"),
    "function": gettext_lazy("Function"),
}
FIELDS: Final[dict[str, Promise]] = {
    "advice": gettext_lazy("Order of the advice"),
    "choice": gettext_lazy("Order of the answers"),
    "condition": gettext_lazy("Asked only after"),
    "department": gettext_lazy("Department"),
    "effort": gettext_lazy("Effort"),
    "evidence": gettext_lazy("Evidence"),
    "exempt": gettext_lazy("Why it may break a rule of the lint"),
    "fixed": gettext_lazy("A fact the owner can’t change"),
    "function": gettext_lazy("Order of the functions"),
    "hint": gettext_lazy("Hint"),
    "impact": gettext_lazy("Impact"),
    "introduction": gettext_lazy("Introduction"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "lead": gettext_lazy("Lead sentence"),
    "minutes": gettext_lazy("Minutes"),
    "model": gettext_lazy("For"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("What it is"),
    "office": gettext_lazy("Office"),
    "own_functions_only": gettext_lazy("Only for functions the owner names"),
    "prior": gettext_lazy("What the sources say beforehand"),
    "question": gettext_lazy("Order of the questions"),
    "reason": gettext_lazy("Reason"),
    "says": gettext_lazy("What the sources say"),
    "scope": gettext_lazy("Asked"),
    "short": gettext_lazy("Short name"),
    "signal": gettext_lazy("Signal"),
    "source": gettext_lazy("Source"),
    "split": gettext_lazy("How it was split"),
    "step": gettext_lazy("Step"),
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "weight": gettext_lazy("Weight"),
    "why": gettext_lazy("Why we ask"),
}
COLUMNS: Final = (*LABELS.values(), gettext_lazy("Outsource"))


@dataclass(frozen=True, slots=True)
class Number:
    """One of the four numbers of an answer, with its column."""

    column: str
    shown: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: what it is about, and both sides in words or, where they are scores, in numbers.

    `is_text` tells that a side is a text of its edition, and so in its language.
    """

    kind: str
    said: str
    about: tuple[str, ...]
    field: str
    before: str
    after: str
    before_numbers: tuple[Number, ...] = ()
    after_numbers: tuple[Number, ...] = ()
    is_text: bool = False


@require_safe
def compare(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Lay an edition beside another one of its family: the one asked for, else the one in use, else the one before."""
    edition = pages.opened(request, pk)
    family = Questionnaire.objects.filter(slug=edition.slug).exclude(pk=edition.pk)
    asked = request.GET.get("with", "")
    other = get_object_or_404(family, pk=asked) if asked.isdecimal() else _usual(edition, list(family))
    title = _("Compare editions")
    context = pages.context(site, request, edition, here="compare", title=title) | {"family": family, "other": other}
    if other:
        old, new = sorted((other, edition), key=lambda row: row.edition)
        lines = tuple(_lines(contrast(read(old.pk), read(new.pk))))
        context |= {"old": old, "new": new, "lines": lines, "counts": _counts(lines)}
    return TemplateResponse(request, "admin/assessments/questionnaire/compare.html", context)


def _usual(edition: Questionnaire, family: list[Questionnaire]) -> Questionnaire | None:
    in_use = [row for row in family if row.status == Questionnaire.Status.PUBLISHED]
    before = [row for row in family if row.edition < edition.edition]
    return next(iter((*in_use, *before, *family)), None)


def _counts(lines: tuple[Line, ...]) -> str:
    if not lines:
        return _("Nothing: both say the same.")
    said = [
        f"{sum(line.kind == kind for line in lines)} {str(name).lower()}"
        for kind, name in KINDS.items()
        if any(line.kind == kind for line in lines)
    ]
    whole = ngettext("%(count)d difference", "%(count)d differences", len(lines)) % {"count": len(lines)}
    return f"{whole}: {', '.join(said)}"


def _lines(changes: tuple[Change, ...]) -> Iterator[Line]:
    for change in changes:
        before, after = change.before, change.after
        about = tuple(f"{PARTS[spot.part]} “{spot.name}”" for spot in change.trail) or (_("The whole edition"),)
        field = str(FIELDS.get(change.field, change.field.replace("_", " ")))
        if change.kind is Kind.SCORED:
            numbers = _numbers(before, after), _numbers(after, before)
            yield Line(change.kind, str(KINDS[change.kind]), about, field, "", "", *numbers)
        else:
            sides = (_said(before), _said(after))
            is_text = not isinstance(before or after, bool | flow.Condition | flow.Scope | tuple)
            yield Line(change.kind, str(KINDS[change.kind]), about, field, *sides, is_text=is_text)


def _numbers(shown: tuple[int, ...], other: tuple[int, ...]) -> tuple[Number, ...]:
    return tuple(
        Number(str(column), f"{one:+d}".replace("-", "−") if one else "0", one != twin)
        for column, one, twin in zip(COLUMNS, shown, other, strict=False)
    )


def _said(value: Any) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case flow.Condition():
            return _("“%(question)s” answered with %(choices)s") % {
                "question": value.question,
                "choices": ", ".join(value.choices),
            }
        case flow.Scope():
            return _("About each function") if value is flow.Scope.FUNCTION else _("Once, about the organisation")
        case tuple():
            return " · ".join(map(str, value))
        case _:
            words = (getattr(value, name, "") for name in ("text", "title", "name"))
            return str(value) if isinstance(value, str | int) else str(next(filter(None, words)))

"""The workspace: the assessments and reports of the organisations somebody belongs to, the last touched first."""

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import Assessment, Progress
from organisations.models import Organisation
from recommendations.engine import StrengthWord
from recommendations.engine.points import whole
from recommendations.models import Report
from recommendations.reports.telling.words import SHORT, STRENGTH, UNSURE

PAGE: Final = 25
LABELS: Final = {
    "bpo": ("bpo", "BPO"),
    "kpo": ("kpo", "KPO"),
    "ito": ("ito", "ITO"),
    "mix": (UNSURE, gettext_lazy("A mix")),
    "in_house": ("own", gettext_lazy("In-house")),
    "undecided": (UNSURE, gettext_lazy("No model yet")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One assessment, as a report or still being answered; every figure is finished text."""

    url: str
    name: str
    state: str
    is_draft: bool
    model: str
    label: str
    lead: str
    strength: str
    date: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of the list begins: after this row."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()} {self.pk}".encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read an address's mark back; None where it is none of ours, which shows the first page."""
        try:
            at, pk = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(" ")
            mark = cls(datetime.fromisoformat(at), UUID(pk))
        except (ValueError, binascii.Error):
            return None
        return mark if mark.at.tzinfo else None


@require_safe
@cache_control(private=True, no_store=True)
def workspace(request: HttpRequest) -> HttpResponse:
    names = dict(Organisation.objects.joined_by(request.user).values_list("pk", "name"))
    rows = _rows(names, Mark.read(request.GET.get("after", "")))
    shown = rows[:PAGE]
    steps = steps_of([row.pk for row in shown if row.is_draft])
    context = {
        "lines": [line_of(row, names[row.organisation_id], steps.get(row.pk, (0, 0))) for row in shown],
        "older": str(Mark(shown[-1].updated_at, shown[-1].pk)) if len(rows) > PAGE else "",
        "is_first": "after" not in request.GET,
        "histories": _histories(shown, names),
    }
    return render(request, "recommendations/workspace.html", context)


def _rows(organisations: Collection[UUID], mark: Mark | None) -> list[Any]:
    """Read one page and one row more, which tells whether there are older ones.

    The organisations are named by their keys and the page begins at a date, so that the index gives the rows in their
    order and nothing else is read, however long the list is.
    """
    mine = Assessment.objects.filter(organisation__in=list(organisations))
    if mark:
        mine = mine.filter(updated_at__lte=mark.at).exclude(updated_at=mark.at, pk__lte=mark.pk)
    return list(mine.select_related("report").defer("report__content").order_by("-updated_at", "pk")[: PAGE + 1])


def _histories(rows: Collection[Any], names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Name the organisations that have a report on this page, each with the address of all its reports over time."""
    reported = dict.fromkeys(row.organisation_id for row in rows if not row.is_draft)
    return [(names[pk], reverse("recommendations:history", args=(pk,))) for pk in reported]


def steps_of(drafts: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Count the complete steps and all steps of the drafts of one page."""
    counted = Progress.objects.filter(assessment__in=drafts).values("assessment").order_by()
    rows = counted.annotate(done=Count("pk", filter=Q(completed__gt=0)), all=Count("pk"))
    return {row["assessment"]: (row["done"], row["all"]) for row in rows}


def line_of(row: Any, name: str, steps: tuple[int, int]) -> Line:
    report: Report | None = getattr(row, "report", None)
    if report is None:
        return _draft(row, name, steps)
    model, label = LABELS[report.label]
    return Line(
        url=reverse("recommendations:report", args=(report.pk,)),
        name=name,
        state=_("Report"),
        is_draft=False,
        model=model,
        label=str(label),
        lead=_lead(report),
        strength=str(STRENGTH[StrengthWord(report.strength)]) if report.strength else "",
        date=date_format(localtime(report.given_at), "DATE_FORMAT"),
    )


def _draft(row: Any, name: str, steps: tuple[int, int]) -> Line:
    done, of = steps
    return Line(
        url=reverse("assessments:hub", args=(row.pk,)),
        name=name,
        state=ngettext("%(done)s of %(of)s step complete", "%(done)s of %(of)s steps complete", of)
        % {"done": done, "of": of},
        is_draft=True,
        model="",
        label="",
        lead="",
        strength="",
        date=date_format(localtime(row.updated_at), "DATE_FORMAT"),
    )


def _lead(report: Report) -> str:
    """Say how far the model in front leads overall, where that is the advice as well or the advice is a mix."""
    if not report.strength or report.label not in ("mix", report.leader):
        return ""
    gap = whole(report.gap)
    if not gap:
        return _("A tie or nearly one")
    return ngettext("%(model)s by %(gap)s point", "%(model)s by %(gap)s points", gap) % {
        "model": SHORT[report.leader],
        "gap": gap,
    }

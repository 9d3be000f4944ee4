"""The reports of one organisation, or of one browser, over time; two of them can be picked to compare."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.answering.holder import holder_hash
from assessments.models import Assessment
from organisations import openings
from organisations.models import Opening, Organisation
from recommendations.models import Report
from recommendations.reports.comparing import trend

UNPROCESSABLE = 422
SCORES = {
    "bpo": "fits__0",
    "kpo": "fits__1",
    "ito": "fits__2",
    "outsource": "outsource",
}

private = cache_control(private=True, no_store=True)


@require_safe
@private
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    openings.note(user=request.user, client=pk, what=Opening.What.OVERVIEW, subject=pk)
    return _show(request, Report.objects.filter(assessment__organisation=organisation), organisation.name)


@require_safe
@login_not_required
@private
def held(request: HttpRequest) -> HttpResponse:
    """List the reports of a browser that no account keeps."""
    mine = Assessment.objects.held_by(holder_hash(request))
    return _show(request, Report.objects.filter(assessment__in=mine), "")


def _show(request: HttpRequest, reports: "QuerySet[Report]", name: str) -> HttpResponse:
    rows = list(_scored(reports)[: trend.MOST + 1])
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    told = trend.told(rows, picked=(before, after))
    pair = [one.pk for pk in (before, after) for one in rows[: trend.MOST] if str(one.pk) == pk]
    error = _wrong(pair) if "after" in request.GET or "before" in request.GET else ""
    if len(pair) == 2 and not error:  # noqa: PLR2004 - a pair
        older, newer = sorted(pair, key=[one.pk for one in rows].index, reverse=True)
        return redirect("recommendations:compare", before=older, after=newer)
    context = {"name": name, "told": told, "error": error}
    return render(request, "recommendations/history.html", context, status=UNPROCESSABLE if error else None)


def _wrong(pair: list[UUID]) -> str:
    if len(pair) < 2:  # noqa: PLR2004 - a pair
        return _("Choose two reports: one in each column")
    return _("That is the same report twice: choose another one in either column") if pair[0] == pair[1] else ""


def _scored(reports: "QuerySet[Report]") -> Any:
    """Read the printed scores out of the frozen content in the database, which keeps the rest of it there."""
    found = {f"{name}_printed": KT(f"frozen__result__overall__{way}__printed") for name, way in SCORES.items()}
    return (
        reports.annotate(frozen=Cast("content", JSONField()))
        .annotate(**found)
        .values_list("pk", "given_at", "label", "edition", "method", *found, named=True)
        .order_by("-given_at", "pk")
    )

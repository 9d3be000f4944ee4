"""The reports of one organisation, or of one browser, over time; two of them can be picked to compare."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
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
    figures = reports.select_related("figures").defer("content").exclude(figures=None).order_by("-given_at", "pk")
    latest = list(figures[: trend.MOST_SHOWN + 1])
    picked = (request.GET.get("before", ""), request.GET.get("after", ""))
    keys = [str(report.pk) for report in latest[: trend.MOST_SHOWN]]
    pair = [pk for pk in picked if pk in keys]
    error = ""
    if "before" in request.GET or "after" in request.GET:
        if len(set(pair)) == 2:  # noqa: PLR2004 - a pair
            older, newer = sorted(pair, key=keys.index, reverse=True)
            return redirect("recommendations:compare", before=older, after=newer)
        error = (
            _("That is the same report twice: choose another one in either column")
            if len(pair) == 2  # noqa: PLR2004 - the same one in both
            else _("Choose two reports: one in each column")
        )
    rows = trend.table_rows(latest, picked)
    context = {
        "name": name,
        "rows": rows,
        "chart": trend.chart(rows),
        "is_cut": len(latest) > trend.MOST_SHOWN,
        "error": error,
    }
    return render(request, "recommendations/history.html", context, status=UNPROCESSABLE if error else None)

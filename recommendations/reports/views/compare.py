"""Two reports of one organisation, or of one browser, side by side; as given, or worked out again under one edition."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.answering.holder import holder_hash
from assessments.models import reading
from organisations import openings
from organisations.models import Opening
from recommendations.engine import METHOD
from recommendations.models import Report
from recommendations.reports import comparing, services
from recommendations.reports.reviews import reviews

private = cache_control(private=True, no_store=True)


@require_safe
@login_not_required
@private
def compare(request: HttpRequest, before: UUID, after: UUID) -> HttpResponse:
    pair = _pair(request, before, after)
    comparison = comparing.compare(*_sides(pair))
    rescored = reverse("recommendations:rescored", args=(before, after)) if comparison["apart_title"] else ""
    return _show(request, pair, comparison, rescored_url=rescored)


@require_safe
@login_not_required
@private
def rescored(request: HttpRequest, before: UUID, after: UUID) -> HttpResponse:
    """Work both sets of answers out under the later edition, for this one look."""
    pair = _pair(request, before, after)
    sides = _sides(pair)
    if not comparing.compare(*sides)["apart_title"]:
        return redirect("recommendations:compare", before=before, after=after)
    edition, profiles = comparing.later(*sides), services.profiles()
    (one, lost_of_one), (other, lost_of_other) = (comparing.rescore(side, edition, profiles) for side in sides)
    again = {
        "edition": edition.label,
        "method": METHOD,
        "gone": [(side.label, lost) for side, lost in zip(sides, (lost_of_one, lost_of_other), strict=True) if lost],
        "url": reverse("recommendations:compare", args=(before, after)),
    }
    return _show(request, pair, comparing.compare(one, other) if one and other else None, again=again)


def _pair(request: HttpRequest, before: UUID, after: UUID) -> tuple[Report, Report]:
    """Find two reports that are both this visitor's and belong together; anything else is as good as missing."""
    opened = Report.objects.open_to(request.user, holder_hash(request)).filter(pk__in=(before, after))
    reports = {report.pk: report for report in opened.select_related("assessment")}
    owners = {report.assessment.organisation_id or report.assessment.holder_hash for report in reports.values()}
    if len(reports) != 2 or len(owners) != 1:  # noqa: PLR2004 - a pair
        raise Http404
    client = reports[after].assessment.organisation_id
    openings.note(user=request.user, client=client, what=Opening.What.COMPARISON, subject=after)
    return reports[before], reports[after]


def _sides(pair: tuple[Report, Report]) -> tuple[comparing.Side, comparing.Side]:
    """Call each by its date; two of one day by their reference."""
    same_day = pair[0].data["date"] == pair[1].data["date"]
    one, other = (
        comparing.Side(
            report.data,
            reading.read(report.assessment.questionnaire_id),
            report.reference if same_day else report.data["date"],
        )
        for report in pair
    )
    return one, other


def _show(
    request: HttpRequest, pair: tuple[Report, Report], comparison: dict[str, Any] | None, **more: Any
) -> HttpResponse:
    before, after = pair
    owner = after.assessment.organisation_id
    context = {
        "comparison": comparison,
        "before": before,
        "after": after,
        "history_url": reverse("recommendations:history", args=(owner,)) if owner else reverse("recommendations:held"),
        "reviewed": [
            (report.data["date"], adjustments) for report in pair if (adjustments := reviews().adjustments(report))
        ],
        **more,
    }
    return render(request, "recommendations/compare/compare.html", context)

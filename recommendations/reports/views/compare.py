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
    told = comparing.compare(*_sides(pair))
    names = {"rescored_url": "recommendations:rescored"} if told.apart else {}
    return _show(request, pair, told, **{key: reverse(name, args=(before, after)) for key, name in names.items()})


@require_safe
@login_not_required
@private
def rescored(request: HttpRequest, before: UUID, after: UUID) -> HttpResponse:
    """Work both sets of answers out under the later edition, for this one look."""
    pair = _pair(request, before, after)
    sides = _sides(pair)
    if comparing.compare(*sides).apart is None:
        return redirect("recommendations:compare", before=before, after=after)
    edition, profiles = comparing.later(*sides), services.profiles()
    one, other = (comparing.rescore(side, edition, profiles) for side in sides)
    again = {
        "edition": edition.label,
        "method": METHOD,
        "gone": [(side.label, lost.gone) for side, lost in zip(sides, (one, other), strict=True) if lost.gone],
        "url": reverse("recommendations:compare", args=(before, after)),
    }
    told = comparing.compare(one.side, other.side) if one.side and other.side else None
    return _show(request, pair, told, again=again)


def _pair(request: HttpRequest, before: UUID, after: UUID) -> tuple[Report, Report]:
    """Find two reports that are both this visitor's and belong together; anything else is as good as missing."""
    opened = Report.objects.open_to(request.user, holder_hash(request)).filter(pk__in=(before, after))
    found = {one.pk: one for one in opened.select_related("assessment")}
    if len(found) < 2:  # noqa: PLR2004 - a pair
        raise Http404
    one, other = found[before], found[after]
    if _whose(one) != _whose(other):
        raise Http404
    client = other.assessment.organisation_id
    openings.note(user=request.user, client=client, what=Opening.What.COMPARISON, subject=other.pk)
    return one, other


def _whose(report: Report) -> Any:
    return report.assessment.organisation_id or report.assessment.holder_hash


def _sides(pair: tuple[Report, Report]) -> tuple[comparing.Side, comparing.Side]:
    """Call each by its date; two of one day by their reference."""
    same_day = pair[0].told["date"] == pair[1].told["date"]
    one, other = (
        comparing.Side(
            report.told,
            reading.read(report.assessment.questionnaire_id),
            report.reference if same_day else report.told["date"],
        )
        for report in pair
    )
    return one, other


def _show(
    request: HttpRequest, pair: tuple[Report, Report], told: comparing.Compared | None, **more: Any
) -> HttpResponse:
    one, other = pair
    organisation = other.assessment.organisation_id
    history = (
        reverse("recommendations:history", args=(organisation,)) if organisation else reverse("recommendations:held")
    )
    reviewed = [(report.told["date"], lines) for report in pair if (lines := reviews().adjustments(report))]
    more["reviewed"] = reviewed
    context = {"told": told, "before": one, "after": other, "history_url": history, **more}
    return render(request, "recommendations/compare/compare.html", context)

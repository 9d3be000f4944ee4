"""What a consultancy's clients have in common: the mix of advice, what holds them up, what to look at again.

Everything is read from columns, of the lines of clients and of reports' figures, with a number of queries that does not
grow with the list.
"""

from collections.abc import Iterable
from datetime import date
from statistics import quantiles
from typing import Any, Final
from uuid import UUID

from django.db.models import Avg, Count, OuterRef, QuerySet, Subquery, Sum

from assessments.edition.sourcing_models import LABELS
from consulting.clients.doubts import Doubt, about
from consulting.models import ClientLine
from organisations.models import Organisation
from recommendations.models import Need, Report, ReportFigures
from recommendations.reports.verdicts import COUNTED_AS
from recommendations.reports.wording import percents

SCORES: Final = (*LABELS, "in_house")
VERDICTS: Final = tuple(dict.fromkeys(COUNTED_AS.values()))
MOST_LISTED: Final = 10
MOST_COMPARED: Final = 4
FEWEST_IN_BENCHMARK: Final = 10
MOST_IN_BENCHMARK: Final = 5000  # more would cost time and change no quartile
ROUNDED_TO: Final = 5  # points, so that nobody's own figure can be read off a spread


def averages(consultancy: UUID) -> dict[str, Any]:
    """Average and add up the latest report of each client; `reports` is how many there are.

    Returns:
        mix: part -> percent of the working time; verdicts: verdict -> functions; labels: leading label -> clients;
        scores: part -> points.
    """
    figures = ReportFigures.objects.filter(report__in=_latest_reports(consultancy))
    means = {name: Avg(name) for part in SCORES for name in (part, f"mix_{part}")}
    sums = {f"sum_{name}": Sum(name) for name in VERDICTS}
    numbers: dict[str, Any] = figures.aggregate(reports=Count("pk"), **means, **sums)
    labels = _reported(consultancy).order_by().values_list("label").annotate(Count("pk"))
    return {
        "reports": numbers["reports"],
        "mix": dict(zip(SCORES, percents(numbers[f"mix_{part}"] or 0 for part in SCORES), strict=True)),
        "verdicts": {name: numbers[f"sum_{name}"] or 0 for name in VERDICTS},
        "labels": dict(labels),
        "scores": {part: round(numbers[part] or 0) for part in SCORES},
    }


def bottlenecks(consultancy: UUID, kind: Need.Kind) -> list[tuple[str, int]]:
    """List what most of the latest reports say must be settled, or asked of a partner, first: title and how many."""
    needs = Need.objects.filter(report__in=_latest_reports(consultancy), kind=kind)
    counted = needs.order_by().values_list("title").annotate(times=Count("pk")).order_by("-times", "title")
    return list(counted[:MOST_LISTED])


def doubtful(consultancy: UUID, *, today: date) -> dict[Doubt, tuple[list[ClientLine], bool]]:
    """Find for each doubt the first lines it is about, and whether there are more."""
    engaged = _engaged(consultancy)
    by_doubt = {}
    for doubt in Doubt:
        lines = list(engaged.filter(about(doubt, today=today)).order_by("urgency", "pk")[: MOST_LISTED + 1])
        by_doubt[doubt] = (lines[:MOST_LISTED], len(lines) > MOST_LISTED)
    return by_doubt


def comparable(consultancy: UUID, most: int) -> list[tuple[UUID | None, str]]:
    """Name the clients that can be compared: those with a report that did something last."""
    return list(_reported(consultancy).order_by("-active", "-pk").values_list("client_id", "name")[:most])


def compare(consultancy: UUID, clients: Iterable[UUID]) -> list[tuple[ClientLine, ReportFigures]]:
    """Put clients beside each other in the order they were picked, without those that are none of this consultancy's."""
    picked = list(dict.fromkeys(clients))[:MOST_COMPARED]
    lines = {line.client_id: line for line in _reported(consultancy).filter(client__in=picked)}
    figures = ReportFigures.objects.in_bulk([line.report for line in lines.values()])
    return [(lines[pk], figures[lines[pk].report]) for pk in picked if pk in lines and lines[pk].report in figures]


def benchmark() -> tuple[int, dict[str, tuple[int, int, int]]]:
    """Spread the scores of the organisations that let theirs count: the quarter, the half and three quarters lie below.

    Where there are too few, nothing but their number is given.
    """
    reports = Report.objects.filter(assessment__organisation=OuterRef("pk")).order_by("-given_at", "pk")
    counting = Organisation.objects.filter(in_benchmark=True, is_demo=False, erase_at=None)
    latest = counting.annotate(latest=Subquery(reports.values("pk")[:1])).exclude(latest=None).order_by()
    keys = list(latest.values_list("latest", flat=True)[:MOST_IN_BENCHMARK])
    rows = list(ReportFigures.objects.filter(report__in=keys).values_list(*SCORES))
    if len(rows) < FEWEST_IN_BENCHMARK:
        return len(rows), {}
    spreads = {}
    for score, values in zip(SCORES, zip(*rows, strict=True), strict=True):
        low, middle, high = (ROUNDED_TO * round(cut / ROUNDED_TO) for cut in quantiles(values, n=4))
        spreads[score] = (low, middle, high)
    return len(rows), spreads


def _engaged(consultancy: UUID) -> "QuerySet[ClientLine]":
    return ClientLine.objects.of(consultancy).filter(client__isnull=False)


def _reported(consultancy: UUID) -> "QuerySet[ClientLine]":
    return _engaged(consultancy).filter(report__isnull=False)


def _latest_reports(consultancy: UUID) -> "QuerySet[ClientLine, UUID | None]":
    return _reported(consultancy).order_by().values_list("report", flat=True)

"""What a consultancy's clients have in common: the mix of advice, what holds them up, what to look at again.

Everything is read from columns, of the clients' lines and of reports' figures, with a number of queries that does not
grow with the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import Any, Final
from uuid import UUID

from django.db.models import Avg, Count, QuerySet, Sum

from consulting.clients.doubts import Doubt, about
from organisations.models import ClientLine
from recommendations.models import Need, ReportFigures

SCORES: Final = ("bpo", "kpo", "ito", "in_house")
MIX: Final = tuple(f"mix_{part}" for part in SCORES)
VERDICTS: Final = ("go", "prepare", "keep", "ask")
MOST: Final = 10  # lines of each list
MOST_COMPARED: Final = 4
FEWEST: Final = 10  # organisations in a benchmark
MOST_MEASURED: Final = 5000  # more would cost time and change no quartile
ROUGHLY: Final = 5  # points: what a spread is rounded to, so that nobody's own figure can be read off


@dataclass(frozen=True, slots=True)
class Shares:
    """What the latest reports of all clients come to, on average and in sum; empty where there are none."""

    reports: int
    mix: dict[str, int]
    verdicts: dict[str, int]
    labels: dict[str, int]
    scores: dict[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the whole list, with the first of those it finds."""

    doubt: Doubt
    lines: tuple[ClientLine, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """How one score is spread over many organisations: a quarter lies below `low`, a quarter above `high`."""

    score: str
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One client beside others."""

    line: ClientLine
    figures: ReportFigures


def shares(consultancy: UUID) -> Shares:
    figures = ReportFigures.objects.filter(report__in=_latest(consultancy))
    means = {name: Avg(name) for name in (*MIX, *SCORES)}
    sums = {f"sum_{name}": Sum(name) for name in VERDICTS}
    found: dict[str, Any] = figures.aggregate(reports=Count("pk"), **means, **sums)
    labels = _reported(consultancy).order_by().values_list("label").annotate(Count("pk"))
    return Shares(
        reports=found["reports"],
        mix={part: round(found[f"mix_{part}"] or 0) for part in SCORES},
        verdicts={name: found[f"sum_{name}"] or 0 for name in VERDICTS},
        labels=dict(labels),
        scores={name: round(found[name] or 0) for name in SCORES},
    )


def bottlenecks(consultancy: UUID, kind: Need.Kind) -> list[tuple[str, int]]:
    """List what most of the latest reports say must be settled, or asked of a partner, first."""
    needs = Need.objects.filter(report__in=_latest(consultancy), kind=kind)
    counted = needs.order_by().values_list("title").annotate(times=Count("pk")).order_by("-times", "title")
    return list(counted[:MOST])


def checks(consultancy: UUID, *, today: date) -> list[Check]:
    engaged = _engaged(consultancy)
    return [_check(doubt, engaged.filter(about(doubt, today=today))) for doubt in Doubt]


def choices(consultancy: UUID, most: int) -> list[tuple[UUID | None, str]]:
    """Name the clients that can be compared: those with a report that did something last."""
    return list(_reported(consultancy).order_by("-active", "-pk").values_list("client_id", "name")[:most])


def compare(consultancy: UUID, clients: Iterable[UUID]) -> list[Compared]:
    """Put clients beside each other, in the order they were picked; what is no client of this consultancy's is left out."""
    picked = list(dict.fromkeys(clients))[:MOST_COMPARED]
    lines = {line.client_id: line for line in _reported(consultancy).filter(client__in=picked)}
    figures = ReportFigures.objects.in_bulk([line.report for line in lines.values()])
    return [
        Compared(line, figures[line.report])
        for client in picked
        if (line := lines.get(client)) is not None and line.report in figures
    ]


def benchmark() -> tuple[int, list[Spread]]:
    """Spread the scores of the organisations that let theirs count; below ten of them nothing is told but how many."""
    own = ClientLine.objects.own().filter(
        client__in_benchmark=True, client__is_demo=False, client__erase_at=None, report__isnull=False
    )
    latest = own.order_by("-active").values_list("report", flat=True)[:MOST_MEASURED]
    rows = list(ReportFigures.objects.filter(report__in=list(latest)).values_list(*SCORES))
    if len(rows) < FEWEST:
        return len(rows), []
    columns = zip(*rows, strict=True)
    return len(rows), [_spread(score, column) for score, column in zip(SCORES, columns, strict=True)]


def _spread(score: str, values: Iterable[int]) -> Spread:
    low, middle, high = (ROUGHLY * round(cut / ROUGHLY) for cut in quantiles(values, n=4))
    return Spread(score, low, middle, high)


def _check(doubt: Doubt, lines: "QuerySet[ClientLine]") -> Check:
    found = tuple(lines.order_by("urgency", "pk")[: MOST + 1])
    return Check(doubt, found[:MOST], len(found) > MOST)


def _engaged(consultancy: UUID) -> "QuerySet[ClientLine]":
    return ClientLine.objects.filter(consultancy=consultancy, client__isnull=False)


def _reported(consultancy: UUID) -> "QuerySet[ClientLine]":
    return _engaged(consultancy).filter(report__isnull=False)


def _latest(consultancy: UUID) -> "QuerySet[ClientLine, UUID | None]":
    return _reported(consultancy).order_by().values_list("report", flat=True)

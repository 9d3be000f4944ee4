"""A look over all clients of a consultancy: the mix, what holds them up, some of them side by side, what to look at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consulting.clients.client_rows import Row, row_of
from consulting.clients.doubts import Doubt
from consulting.clients.portfolio import MODELS
from consulting.clients.views.clients import at_desk, tabs
from consulting.insight import insight
from consulting.insight.insight import FEWEST, MOST_COMPARED, Check, Compared, Shares, Spread
from recommendations.models import Need
from recommendations.reports.telling.words import SHORT

MOST_CHOICES: Final = 200

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a whole: its model, its name, its figure as a number for the chart and as text."""

    model: str
    label: str
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One quality check as it is read: what it asks, what to do, and the clients it found."""

    title: str
    advice: str
    lines: tuple[tuple[str, str], ...]
    has_more: bool
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """One client in the table that puts some beside each other."""

    row: Row
    cells: tuple[str, ...]


@require_safe
@private
def overview(request: HttpRequest) -> HttpResponse:
    desk, desks = at_desk(request)
    shares = insight.shares(desk.consultancy)
    picked = list(_picked(request))
    compared = insight.compare(desk.consultancy, picked) if picked else []
    measured, spreads = insight.benchmark()
    context = {
        "desk": desk,
        "tabs": tabs(request, desk, desks),
        "shares": shares,
        "summary": _summary(shares),
        "mix": list(_mix(shares)),
        "labels": list(_labels(shares)),
        "conditions": insight.bottlenecks(desk.consultancy, Need.Kind.CONDITION),
        "requirements": insight.bottlenecks(desk.consultancy, Need.Kind.REQUIREMENT),
        "choices": insight.choices(desk.consultancy, MOST_CHOICES),
        "slots": _slots(picked),
        "compared": list(_columns(compared)),
        "heads": _heads(),
        "is_too_few": bool(picked) and len(compared) < 2,  # noqa: PLR2004 - a pair
        "findings": [
            _finding(check, str(desk.consultancy))
            for check in insight.checks(desk.consultancy, today=timezone.localdate())
        ],
        "measured": measured,
        "fewest": FEWEST,
        "spreads": list(_spreads(spreads, shares)),
    }
    return render(request, "consulting/clients/insight.html", context)


def _picked(request: HttpRequest) -> Iterator[UUID]:
    for text in request.GET.getlist("client")[:MOST_COMPARED]:
        try:
            yield UUID(text)
        except ValueError:
            continue


def _slots(picked: list[UUID]) -> list[tuple[str, str, UUID | None]]:
    """Give each field of the choice its id, its name and what is chosen in it."""
    return [
        (
            f"id_client_{number + 1}",
            _("Client %(number)d") % {"number": number + 1},
            picked[number] if number < len(picked) else None,
        )
        for number in range(MOST_COMPARED)
    ]


def _summary(shares: Shares) -> str:
    every = sum(shares.verdicts.values())
    return ngettext(
        "The latest reports look at %(every)d function: %(go)d can go now, %(prepare)d after preparation, %(keep)d "
        "stays, %(ask)d is still to be cleared up.",
        "The latest reports look at %(every)d functions: %(go)d can go now, %(prepare)d after preparation, %(keep)d "
        "stay, %(ask)d are still to be cleared up.",
        every,
    ) % {**shares.verdicts, "every": every}


def _mix(shares: Shares) -> Iterator[Bar]:
    for part, share in shares.mix.items():
        model = "own" if part == "in_house" else part
        yield Bar(model, str(SHORT[model]), share, _("%(share)d %%") % {"share": share})


def _labels(shares: Shares) -> Iterator[tuple[str, str, int]]:
    """Say how many clients each model leads for, with the way to them in the list."""
    for label, name in MODELS:
        if count := shares.labels.get(label):
            yield f"{reverse('consulting:clients')}?model={label}", str(name), count


def _heads() -> list[str]:
    scores = (_("BPO score"), _("KPO score"), _("ITO score"), _("In-house score"))
    return [*scores, _("Can go now"), _("Prepare first"), _("Keep"), _("To be cleared up"), _("Don’t-knows")]


def _columns(compared: list[Compared]) -> Iterator[Column]:
    now = timezone.now()
    for one in compared:
        told = one.figures
        scores = (told.bpo, told.kpo, told.ito, told.in_house)
        verdicts = (told.go, told.prepare, told.keep, told.ask)
        unknown = _("%(unknown)d of %(asked)d") % {"unknown": told.unknown, "asked": told.asked}
        yield Column(row_of(one.line, now=now), (*map(str, scores), *map(str, verdicts), unknown))


def _finding(check: Check, consultancy: str) -> Finding:
    advice = {
        Doubt.OVERDUE: _("Open the client, look at the latest report and set the next date."),
        Doubt.STALE: _("Ask what holds it up, or offer to fill it in together."),
        Doubt.CONTRADICTIONS: _("Read the pair with the client: both may be true of different parts of the work."),
        Doubt.UNKNOWN: _(
            "A third of the questions could speak and do not: go through them before you rely on the advice."
        ),
        Doubt.RETIRED: _("Have it answered again: what was answered is carried over."),
    }
    lines = tuple((reverse("consulting:client", args=(line.client_id,)), line.name) for line in check.lines)
    query = urlencode({"for": consultancy, "doubt": check.doubt.value})
    return Finding(
        title=str(check.doubt.label),
        advice=advice[check.doubt],
        lines=tuple((f"{url}?for={consultancy}", name) for url, name in lines),
        has_more=check.has_more,
        url=f"{reverse('consulting:clients')}?{query}",
    )


def _spreads(spreads: list[Spread], shares: Shares) -> Iterator[tuple[str, str, Spread, str]]:
    for one in spreads:
        model = "own" if one.score == "in_house" else one.score
        own = str(shares.scores[one.score]) if shares.reports else ""
        yield model, str(SHORT[model]), one, own

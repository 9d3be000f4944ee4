"""The list of a consultancy's clients, and copies of what is filtered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consulting.clients import client_list, portfolio
from consulting.clients.client_rows import row_of
from consulting.clients.portfolio import MOST_COUNTED, ORDERS, USUAL, Desk, Wanted
from organisations.models.clients import Status
from recommendations.engine import PARAMETERS
from recommendations.engine.points import whole
from recommendations.reports.views.copies import EXPORTS, XLSX

CSV: Final = "text/csv; charset=utf-8; header=present"

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, by which the list can be put in order."""

    label: str
    url: str
    sort: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    is_here: bool


@require_safe
@private
def clients(request: HttpRequest) -> HttpResponse:
    desk, desks = at_desk(request)
    wanted = Wanted.read(desk.consultancy, request.GET.dict())
    by_status, kept = portfolio.counts(wanted)
    lines, following = wanted.page()
    now = timezone.now()
    base = {"for": str(desk.consultancy)} if len(desks) > 1 else {}
    context = {
        "desk": desk,
        "tabs": tabs(request, desk, desks),
        "rows": [row_of(line, now=now) for line in lines],
        "filters": wanted.filters.form,
        "is_filtered": bool(wanted.said.keys() - {"sort"}),
        "is_empty": not any(by_status.values()),
        "tallies": [_tally(status, count, base) for status, count in by_status.items() if count],
        "caption": _caption(kept, wanted),
        "heads": [_head(name, wanted, base) for name in ORDERS],
        "following": f"?{urlencode(base | wanted.said | {'after': following})}" if following else "",
        "first": f"?{urlencode(base | wanted.said)}" if "after" in request.GET else "",
        "copies": {
            kind: f"{reverse(f'consulting:clients_{kind}')}?{urlencode(base | wanted.said)}" for kind in ("csv", "xlsx")
        },
        "hidden": base | {name: wanted.said[name] for name in ("sort", "doubt") if name in wanted.said},
        "doubt": wanted.doubt,
        "clear": f"?{urlencode(base)}" if base else reverse("consulting:clients"),
        "saved": [(pk, name, f"?{urlencode(base)}{'&' if base else ''}{query}") for pk, name, query in desk.saved],
        "query": wanted.query,
        "close_gap": whole(PARAMETERS.close_gap),
        "is_saved": wanted.query in [query for _pk, _name, query in desk.saved],
    }
    return render(request, "consulting/clients/clients.html", context)


@require_safe
@private
def csv(request: HttpRequest) -> StreamingHttpResponse:
    desk, _desks = at_desk(request)
    EXPORTS.spend(request.user.pk)
    wanted = Wanted.read(desk.consultancy, request.GET.dict())
    return _download(client_list.csv(wanted.lines.iterator()), CSV, "csv")


@require_safe
@private
def xlsx(request: HttpRequest) -> StreamingHttpResponse:
    desk, _desks = at_desk(request)
    EXPORTS.spend(request.user.pk)
    wanted = Wanted.read(desk.consultancy, request.GET.dict())
    return _download(client_list.xlsx(wanted.lines.iterator()), XLSX, "xlsx")


def at_desk(request: HttpRequest) -> tuple[Desk, list[Desk]]:
    """Find the consultancy somebody looks through: the one they chose, else their first; without any, nothing is here."""
    desks = portfolio.desks(request.user)
    chosen = request.GET.get("for", "")
    found = [desk for desk in desks if str(desk.consultancy) == chosen] if chosen else desks
    if not found:
        raise Http404
    return found[0], desks


def tabs(request: HttpRequest, desk: Desk, desks: list[Desk]) -> list[Tab]:
    if len(desks) == 1:
        return []
    here = request.path
    return [Tab(one.name, f"{here}?for={one.consultancy}", one.consultancy == desk.consultancy) for one in desks]


def _tally(status: Status, count: int, base: dict[str, str]) -> tuple[str, str, str]:
    """Say how many there are of a status, and where they stand."""
    number = _("%(count)s+") % {"count": f"{MOST_COUNTED:,}"} if count > MOST_COUNTED else str(count)
    words = {
        Status.FOR_REVIEW: ngettext("waits for your review", "wait for your review", count),
        Status.IN_REVIEW: _("in review"),
        Status.CHANGES: ngettext("has changes to make", "have changes to make", count),
        Status.ANSWERING: ngettext("is still answering", "are still answering", count),
        Status.INVITED: _("invited, no answer yet"),
        Status.REVIEWED: _("reviewed"),
    }
    return f"?{urlencode(base | {'status': status.value})}", number, words[status]


def _caption(kept: int, wanted: Wanted) -> str:
    number = (
        _("More than %(count)s clients") % {"count": f"{MOST_COUNTED:,}"}
        if kept > MOST_COUNTED
        else ngettext("%(count)s client", "%(count)s clients", kept) % {"count": kept}
    )
    return _("%(number)s, those that wait for you first") % {"number": number} if wanted.order == USUAL else number


def _head(name: str, wanted: Wanted, base: dict[str, str]) -> Head:
    labels = {
        "status": _("Status"),
        "name": _("Client"),
        "model": _("Leading model"),
        "margin": _("Margin"),
        "strength": _("Strength"),
        "evidence": _("Evidence"),
        "activity": _("Last activity"),
        "review": _("Next review"),
    }
    is_here = wanted.order.removeprefix("-") == name
    turn = is_here and not wanted.is_turned
    asked = {**base, **wanted.said, "sort": f"-{name}" if turn else name}
    way = ("descending" if wanted.is_turned else "ascending") if is_here else ""
    return Head(labels[name], f"?{urlencode(asked)}", way, {"ascending": "↑", "descending": "↓"}.get(way, ""))


def _download(content: Iterator[bytes], kind: str, ending: str) -> StreamingHttpResponse:
    named = f'attachment; filename="clients-{timezone.localdate():%Y-%m-%d}.{ending}"'
    return StreamingHttpResponse(content, content_type=kind, headers={"Content-Disposition": named})

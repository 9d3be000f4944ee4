"""A look over all clients of a consultancy: the mix, what holds them up, some of them side by side, what to look at again."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consulting.access import choose_consultancy
from consulting.clients.doubts import Doubt
from consulting.insight import queries
from recommendations.models import Need
from recommendations.reports.views.workspace import LABELS

MOST_CHOICES: Final = 200


@require_safe
@cache_control(private=True, no_store=True)
def overview(request: HttpRequest) -> HttpResponse:
    membership, memberships = choose_consultancy(request)
    consultancy = membership.organisation_id
    averages = queries.averages(consultancy)
    picked = list(_picked(request))
    compared = queries.compare(consultancy, picked) if picked else []
    measured, spreads = queries.benchmark()
    context = {
        "membership": membership,
        "memberships": memberships,
        "averages": averages,
        "summary": _summary(averages["verdicts"]),
        "mix": [(*LABELS[part], share) for part, share in averages["mix"].items()],
        "labels": [
            (label, name, averages["labels"][label])
            for label, (_model, name) in LABELS.items()
            if label in averages["labels"]
        ],
        "conditions": queries.bottlenecks(consultancy, Need.Kind.CONDITION),
        "requirements": queries.bottlenecks(consultancy, Need.Kind.REQUIREMENT),
        "choices": queries.comparable(consultancy, MOST_CHOICES),
        "slots": [
            (number + 1, picked[number] if number < len(picked) else None) for number in range(queries.MOST_COMPARED)
        ],
        "compared": compared,
        "is_too_few": bool(picked) and len(compared) < 2,  # noqa: PLR2004 - a pair
        "doubts": [
            (doubt, lines, has_more, _advice(doubt))
            for doubt, (lines, has_more) in queries.doubtful(consultancy, today=timezone.localdate()).items()
        ],
        "measured": measured,
        "fewest": queries.FEWEST_IN_BENCHMARK,
        "spreads": [
            (*LABELS[part], *spread, averages["scores"][part] if averages["reports"] else "")
            for part, spread in spreads.items()
        ],
    }
    return render(request, "consulting/clients/insight.html", context)


def _picked(request: HttpRequest) -> Iterator[UUID]:
    for text in request.GET.getlist("client")[: queries.MOST_COMPARED]:
        try:
            yield UUID(text)
        except ValueError:
            continue


def _summary(verdicts: dict[str, Any]) -> str:
    every = sum(verdicts.values())
    return ngettext(
        "The latest reports look at %(every)d function. Ready to be handed over: %(go)d; after preparation: "
        "%(prepare)d; with a firm outside already: %(outside)d; in-house or back in-house: %(keep)d; still to be "
        "cleared up: %(ask)d.",
        "The latest reports look at %(every)d functions. Ready to be handed over: %(go)d; after preparation: "
        "%(prepare)d; with a firm outside already: %(outside)d; in-house or back in-house: %(keep)d; still to be "
        "cleared up: %(ask)d.",
        every,
    ) % {**verdicts, "every": every}


def _advice(doubt: Doubt) -> str:
    match doubt:
        case Doubt.OVERDUE:
            return _("Open the client, look at the latest report and set the next date.")
        case Doubt.STALE:
            return _("Ask what holds it up, or offer to fill it in together.")
        case Doubt.CONTRADICTIONS:
            return _("Read the pair with the client: both may be true of different parts of the work.")
        case Doubt.UNKNOWN:
            return _("A third of the questions could speak and do not: go through them before you rely on the advice.")
        case Doubt.RETIRED:
            return _("Have it answered again: what was answered is carried over.")

"""One client's line in words and finished figures: for the list, its copies and the client's own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import ClientLine
from organisations.models.clients import NEVER, Evidence, Status, Strength
from recommendations.engine import PARAMETERS
from recommendations.engine.points import whole
from recommendations.reports.telling.words import SHORT, places
from recommendations.reports.views.workspace import LABELS

STALE: Final = timedelta(days=30)
MANY: Final = 0.3  # of the questions answered with “I don't know”: from here on worth a word
WIDTH, GAP = 18.4, 20.4  # of one block of progress and from one to the next, in percent
ICONS: Final = {
    Status.FOR_REVIEW: "review",
    Status.IN_REVIEW: "review",
    Status.CHANGES: "prep",
    Status.ANSWERING: "answer",
    Status.INVITED: "invited",
    Status.REVIEWED: "check",
}
WAITING: Final = (Status.FOR_REVIEW, Status.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Block:
    """One step in the row of steps: where it is drawn, and whether it is finished or the open one."""

    x: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One client as it is read."""

    id: int
    url: str
    name: str
    status: str
    icon: str
    is_waiting: bool
    step: str
    blocks: tuple[Block, ...]
    model: str
    label: str
    score: str
    margin: str
    over: str
    is_close: bool
    strength: str
    evidence: str
    evidence_level: str
    active: str
    review: str
    flags: tuple[str, ...]


def row_of(line: ClientLine, *, now: datetime) -> Row:
    """Word a line; every figure in it is finished text."""
    status = Status(line.status)
    model, label = LABELS[line.label] if line.label else ("", "")
    return Row(
        id=line.pk,
        url=reverse("consulting:client", args=(line.client_id,)) if line.client_id else "",
        name=line.name,
        status=str(status.label),
        icon=ICONS[status],
        is_waiting=status in WAITING,
        step=_step(line) if status is Status.ANSWERING or not line.report else "",
        blocks=tuple(_blocks(line)) if status is Status.ANSWERING or not line.report else (),
        model=model,
        label=str(label),
        score=str(line.score) if line.label in ("bpo", "kpo", "ito", "in_house") else "",
        margin=str(line.margin) if line.report else "",
        over=_over(line),
        is_close=is_close(line),
        strength=str(Strength(line.strength).label) if line.strength else "",
        evidence=str(Evidence(line.evidence).label) if line.evidence else "",
        evidence_level=Evidence(line.evidence).name.lower(),
        active=_when(datetime.fromtimestamp(line.active, UTC), now),
        review=_day(line.review_on, timezone.localdate(now)) if line.review_on != NEVER else "",
        flags=tuple(flags(line, now=now)),
    )


def flags(line: ClientLine, *, now: datetime) -> Iterator[str]:
    """Say what is worth a second look."""
    if line.review_on <= timezone.localdate(now):
        yield _("Review due")
    if line.draft and now.timestamp() - line.active > STALE.total_seconds():
        yield _("Draft untouched for a month")
    if line.report and line.unknown >= MANY * line.asked:
        yield ngettext("%(count)s don’t-know", "%(count)s don’t-knows", line.unknown) % {"count": line.unknown}
    if line.contradictions:
        yield _("Answers that disagree")


def is_close(line: ClientLine) -> bool:
    return line.report is not None and line.label in SHORT and line.margin < whole(PARAMETERS.close_gap)


def _over(line: ClientLine) -> str:
    """Name the model behind the one in front."""
    if not line.report or not line.second:
        return ""
    if not line.margin:
        return _("level with %(model)s") % {"model": SHORT[line.second]}
    if line.label == line.leader:
        return _("over %(model)s") % {"model": SHORT[line.second]}
    return _("%(leader)s over %(model)s") % {"leader": SHORT[line.leader], "model": SHORT[line.second]}


def _step(line: ClientLine) -> str:
    if not line.draft:
        return _("Not started")
    if line.steps_done == line.steps:
        return _("All steps complete")
    return _("Step %(number)d of %(total)d") % {"number": line.steps_done + 1, "total": line.steps}


def _blocks(line: ClientLine) -> Iterator[Block]:
    for number in range(line.steps or 5):
        is_open = bool(line.draft) and number == line.steps_done
        yield Block(places(number * GAP), "on" if number < line.steps_done else "half" if is_open else "off")


def _when(at: datetime, now: datetime) -> str:
    """Say a moment the way one remembers it."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    if day == today:
        return _("Today, %(time)s") % {"time": time_format(timezone.localtime(at))}
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return _day(day, today)


def _day(day: date, today: date) -> str:
    """Leave the year out where it is this one."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")

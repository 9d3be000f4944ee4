"""The scores of several reports over time: lines of a table, and a chart drawn from the same figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import sourcing_models
from recommendations.reports.telling import words

MOST: Final = 24
ORDER: Final = (*sourcing_models.LABELS, words.OWN)
LABELS: Final = {
    **{key: (key, label) for key, label in sourcing_models.CHOICES},
    "mix": (words.UNSURE, gettext_lazy("A mix")),
    "in_house": (words.OWN, gettext_lazy("In-house")),
    "undecided": (words.UNSURE, gettext_lazy("No model yet")),
}
TOP: Final = 20  # where 100 lies in the chart, in its own units from above
HEIGHT: Final = 200  # how far below it 0 lies
EDGE: Final = 4.0  # percent of the width left free on either side, so that no mark is cut


@dataclass(frozen=True, slots=True)
class Line:
    """One report; scores in the order of the columns, each with the model's key."""

    pk: str
    url: str
    date: str
    reference: str
    model: str
    label: str
    scores: tuple[tuple[str, int], ...]
    note: str
    compare_url: str
    is_before: bool
    is_after: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight line of the chart between two marks; x in percent, y in units."""

    x1: str
    x2: str
    y1: str
    y2: str


@dataclass(frozen=True, slots=True)
class Mark:
    x: str
    y: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Course:
    """One model's way through the chart."""

    model: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    description: str
    courses: tuple[Course, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Told:
    """Newest first; `chart` from two reports up; `is_cut` where older ones are not shown."""

    lines: tuple[Line, ...]
    chart: Chart | None
    is_cut: bool


def told(rows: Sequence[Any], *, picked: tuple[str, str]) -> Told:
    """Tell rows (newest first, at most one more than are shown) with the two that are picked."""
    shown = rows[:MOST]
    pks = [str(one.pk) for one in shown]
    before, after = (
        pk if pk in pks else pks[place] if len(pks) > place else "" for pk, place in zip(picked, (1, 0), strict=True)
    )
    lines = tuple(
        _line(one, older, given=given, picked=(before, after))
        for one, older, given in zip(shown, [*rows[1:], None], _given(shown), strict=False)
    )
    # Under the chart stand days alone: two with their times would lie over each other on a phone.
    ends = (_day(shown[-1]), _day(shown[0])) if len(lines) > 1 else None
    return Told(lines, _chart(lines, *ends) if ends else None, is_cut=len(rows) > MOST)


def _day(row: Any) -> str:
    return date_format(localtime(row.given_at), "DATE_FORMAT")


def _given(rows: Sequence[Any]) -> list[str]:
    """Write each report's day, and the time as well where another one was given that day."""
    count = Counter(map(_day, rows))
    return [
        date_format(localtime(row.given_at), "DATETIME_FORMAT") if count[_day(row)] > 1 else _day(row) for row in rows
    ]


def _line(row: Any, older: Any, *, given: str, picked: tuple[str, str]) -> Line:
    model, label = LABELS[row.label]
    pk = str(row.pk)
    return Line(
        pk=pk,
        url=reverse("recommendations:report", args=(row.pk,)),
        date=given,
        reference=f"SF-{row.pk.hex[:4]}-{row.pk.hex[4:8]}".upper(),
        model=model,
        label=str(label),
        scores=_scores(row),
        note=_note(row, older),
        compare_url=reverse("recommendations:compare", args=(older.pk, row.pk)) if older else "",
        is_before=pk == picked[0],
        is_after=pk == picked[1],
    )


def _scores(row: Any) -> tuple[tuple[str, int], ...]:
    kept = words.ALL - int(row.outsource_printed)
    return tuple(zip(ORDER, (int(row.bpo_printed), int(row.kpo_printed), int(row.ito_printed), kept), strict=True))


def _note(row: Any, older: Any) -> str:
    """Say where a line can't be held against the one before without more ado."""
    if older is None or (row.edition, row.method) == (older.edition, older.method):
        return ""
    return _("Other questions than the one before") if row.edition != older.edition else _("Scored in another way")


def _chart(lines: Sequence[Line], first: str, last: str) -> Chart:
    over_time = tuple(reversed(lines))
    span = _("Overall scores from %(first)s to %(last)s") % {"first": first, "last": last}
    return Chart(
        title=_("Overall scores, report by report") if first == last else span,
        description=_(
            "One line for each model from the first report on the left to the latest on the right; 0 at the bottom, "
            "100 at the top. The table below has every figure."
        ),
        courses=tuple(_course(place, over_time) for place in range(len(ORDER))),
        first=first,
        last=last,
    )


def _course(place: int, lines: Sequence[Line]) -> Course:
    step = (words.ALL - 2 * EDGE) / (len(lines) - 1)
    spots = [
        (words.places(EDGE + number * step), words.places(TOP + HEIGHT * (1 - line.scores[place][1] / words.ALL)))
        for number, line in enumerate(lines)
    ]
    return Course(
        model=ORDER[place],
        stretches=tuple(Stretch(x1=one[0], x2=other[0], y1=one[1], y2=other[1]) for one, other in pairwise(spots)),
        marks=tuple(Mark(x, y, is_last=number == len(spots)) for number, (x, y) in enumerate(spots, start=1)),
    )

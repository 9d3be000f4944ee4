"""Why scores moved: differences of contributions, gathered into rows that add up to the printed change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from assessments.edition import flow
from recommendations.engine import MODELS
from recommendations.engine.points import printed_points
from recommendations.reports.comparing.side import Side
from recommendations.reports.wording import OWN

# What a row is about: an answer that moved, a function that came or went, or all the rest.
Row: TypeAlias = tuple[str, flow.Place]
ANSWER: Final = "answer"
CAME: Final = "came"
WENT: Final = "went"
REST: Final[Row] = ("rest", ("", ""))
# The scores that are explained, in the order of the table.
COLUMNS: Final = (*map(str, MODELS), OWN)


@dataclass(frozen=True, slots=True)
class Moves:
    """Points by row and model, with one decimal; each model's column sums to its total, which is whole."""

    points: Mapping[Row, Mapping[str, float]]
    totals: Mapping[str, int]

    def toward(self, model: str, other: str) -> Mapping[Row, float]:
        """Tell what changed one model's lead over another; it sums to the difference of their totals."""
        return {row: round(by[model] - by[other], 1) for row, by in self.points.items()}


def moved_places(before: Side, after: Side) -> tuple[flow.Place, ...]:
    """Every place both sides have a say in and say something else, in the order of the later pages."""
    common = {flow.ORGANISATION, *(before.functions.keys() & after.functions.keys())}
    places = [after.place(*place) for place in flow.asked(after.edition, after.selected, after.counted)]
    places += [place for place in before.answers if place not in after.asked]
    return tuple(
        place for place in places if place[0] in common and before.answers.get(place) != after.answers.get(place)
    )


def moves(before: Side, after: Side) -> Moves:
    rows: list[Row] = [(ANSWER, place) for place in moved_places(before, after)]
    rows += [(CAME, (key, "")) for key in after.functions if key not in before.functions]
    rows += [(WENT, (key, "")) for key in before.functions if key not in after.functions]
    rows.append(REST)
    columns = {model: _column(before, after, model, rows) for model in COLUMNS}
    points = {row: {model: column[row] for model, column in columns.items()} for row in rows}
    if not any(points[REST].values()):
        del points[REST]
    strongest = sorted(points, key=lambda row: (row == REST, -max(map(abs, points[row].values()))))
    return Moves(
        {row: points[row] for row in strongest},
        {model: after.printed(model) - before.printed(model) for model in columns},
    )


def _column(before: Side, after: Side, model: str, rows: list[Row]) -> Mapping[Row, float]:
    """One model's points for each row, rounded so that they sum to the change that is printed."""
    old, new = before.points(model), after.points(model)
    row_of = {(row[1] if row[0] == ANSWER else row[1][0]): row for row in rows[:-1]}
    exact = dict.fromkeys(rows, 0.0)
    for place in sorted({*old, *new}):
        row = row_of.get(place) or row_of.get(place[0]) or REST
        exact[row] += new.get(place, 0.0) - old.get(place, 0.0)
    total = after.printed(model) - before.printed(model)
    return dict(zip(rows, printed_points([exact[row] for row in rows], total), strict=True))

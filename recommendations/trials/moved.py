"""One assessment that a draft would advise otherwise, told without saying whose it is: scores, verdicts, and why."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from recommendations.engine import COLUMNS, Ground
from recommendations.engine.blocks import Row, Sheet
from recommendations.engine.fit import fit, parts, targets
from recommendations.engine.glance import Glance

MOST_REASONS: Final = 3


def told(before: Glance, after: Glance | None) -> dict[str, Any]:
    """Give what changes as plain values. A function is told by its key: the name of an own one is its owner's word."""
    return {
        "scores": [[one.printed for one in side.overall] for side in (before, after) if side],
        "functions": [
            [key, str(kind), str(after.verdicts.get(key, "")) if after else ""] for key, kind in before.verdicts.items()
        ],
        "because": list(_because(before.sheet, after.sheet)) if after else [],
    }


def _because(before: Sheet, after: Sheet) -> Iterator[str]:
    """Name the questions that are marked otherwise: those whose meaning decides first, then by how many points they moved.

    The points of every other answer move a little too, since all share one scale; they are no reason.
    """
    meant = {ground.question for ground in _grounds(before) ^ _grounds(after)}
    was, now = _points(before), _points(after)
    there, here = _rows(before), _rows(after)
    marked = {place[1] for place in {**there, **here} if there.get(place) != here.get(place)} | meant
    apart = {question: sum(abs(now[question][one] - was[question][one]) for one in COLUMNS) for question in marked}
    yield from sorted(marked, key=lambda key: (key not in meant, -apart[key], key))[:MOST_REASONS]


def _rows(sheet: Sheet) -> dict[tuple[str, str], Row]:
    return {(block.scope, row.question): row for block in sheet.blocks for row in block.rows}


def _grounds(sheet: Sheet) -> set[Ground]:
    return {ground for block in sheet.blocks for ground in block.grounds}


def _points(sheet: Sheet) -> defaultdict[str, defaultdict[str, float]]:
    """Add up, question by question, what the answers moved the whole by in each column."""
    shares = [(function.key, function.share) for function in sheet.case.functions]
    whole, *_each = targets(shares, sheet.case.scheme.parameters)
    scored, sums = parts(sheet.blocks), defaultdict[str, defaultdict[str, float]](lambda: defaultdict(float))
    for column in COLUMNS:
        for one in fit(whole, scored, column).contributions:
            sums[one.question][column] += one.points
    return sums

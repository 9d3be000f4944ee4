"""Why the first and not the second, and what an answer to an open question could settle."""

from __future__ import annotations

from collections.abc import Sequence

from recommendations.engine.blocks import Block, Row
from recommendations.engine.fit import Part, Target, listed, score
from recommendations.engine.points import level
from recommendations.engine.results import Contrast, Fit, OpenQuestion


def contrast(first: Fit, second: Fit) -> Contrast:
    """Subtract one list of contributions from the other, answer by answer; the differences sum to the gap."""
    differences = {(one.scope, one.question, one.answer): one.points for one in first.contributions}
    for one in second.contributions:
        key = (one.scope, one.question, one.answer)
        differences[key] = differences.get(key, 0.0) - one.points
    moved = [(-abs(points), *key, points) for key, points in differences.items() if level(points)]
    gap = first.printed - second.printed
    return Contrast(first.column, second.column, first.score - second.score, gap, listed(moved, gap))


def open_questions(
    target: Target, blocks: Sequence[Block], scored: Sequence[Sequence[Part]], column: int
) -> tuple[OpenQuestion, ...]:
    """Rank the open questions by how far the best of their answers would narrow one column's interval."""
    found = [
        OpenQuestion(blocks[block].scope, row.question, weight * narrowing)
        for weight, block in target.mixture
        for row in blocks[block].rows
        if row.open and (narrowing := _narrowing(row, scored[block][column], column))
    ]
    return tuple(sorted(found, key=lambda one: (-level(one.points), one.scope, one.question)))


def _narrowing(row: Row, part: Part, column: int) -> float:
    if row.reading is None or not row.weight or row.low[column] == row.high[column]:
        return 0.0
    low, high = part.worst - row.weight * row.low[column], part.best - row.weight * row.high[column]
    widths = (
        _at(part, high + row.weight * evidence[column]) - _at(part, low + row.weight * evidence[column])
        for evidence in row.reading.evidence.values()
    )
    return max(0.0, part.high - part.low - min(widths))


def _at(part: Part, total: float) -> float:
    return score(total, part.tally.positive, part.tally.negative)

"""Why the first and not the second, and what an answer to an open question could settle."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.edition.sourcing_models import COLUMNS, Column
from recommendations.engine.blocks import AnswerBlock, AnswerRow
from recommendations.engine.fit import BlockScore, Target, score, sort_contributions
from recommendations.engine.points import level
from recommendations.engine.results import Contrast, Fit, OpenQuestion


def contrast(first: Fit, second: Fit) -> Contrast:
    """Subtract one list of contributions from the other, answer by answer; the differences sum to the gap."""
    differences = {(part.scope, part.question, part.answer): part.points for part in first.contributions}
    for part in second.contributions:
        key = (part.scope, part.question, part.answer)
        differences[key] = differences.get(key, 0.0) - part.points
    moved = [(-abs(points), *key, points) for key, points in differences.items() if level(points)]
    gap = first.printed - second.printed
    return Contrast(first.column, second.column, first.score - second.score, gap, sort_contributions(moved, gap))


def open_questions(
    target: Target, blocks: Sequence[AnswerBlock], scored: Sequence[Sequence[BlockScore]], asked_for: Column
) -> tuple[OpenQuestion, ...]:
    """Rank the open questions by how far the best of their answers would narrow one column's interval."""
    column = COLUMNS.index(asked_for)
    open_rows = [
        OpenQuestion(blocks[block].scope, row.question, weight * narrowing)
        for weight, block in target.of(asked_for)
        for row in blocks[block].rows
        if row.open and not row.waits and (narrowing := _narrowing(row, scored[block][column], column))
    ]
    return tuple(sorted(open_rows, key=lambda open_: (-level(open_.points), open_.scope, open_.question)))


def _narrowing(row: AnswerRow, block: BlockScore, column: int) -> float:
    if row.reading is None or not row.weight or row.low[column] == row.high[column]:
        return 0.0
    low, high = block.worst - row.weight * row.low[column], block.best - row.weight * row.high[column]
    widths = (
        _at(block, high + row.weight * evidence[column]) - _at(block, low + row.weight * evidence[column])
        for evidence in row.reading.evidence.values()
    )
    return max(0.0, block.high - block.low - min(widths))


def _at(block: BlockScore, total: float) -> float:
    return score(total, block.sums.positive, block.sums.negative)

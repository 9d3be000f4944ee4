"""The answers an owner could change, and what each change does to the sums of every block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.edition.flow import Choice
from assessments.edition.sourcing_models import MODELS
from recommendations.engine.blocks import AnswerBlock, block_of
from recommendations.engine.case import Case
from recommendations.engine.fit import BlockScore, BlockSums, sum_rows
from recommendations.engine.results import AnswerChange

Scores = tuple[float, ...]  # in the order of MODELS, as the next
ModelSums = tuple[BlockSums, ...]


@dataclass(frozen=True, slots=True)
class AnswerMove:
    """One answer changed.

    `after` holds the sums of every block it touches, `gains` what their scores gain. `opens` are the questions
    (scope, key) that this answer makes appear or vanish; only a question others depend on has any.
    """

    change: AnswerChange
    home: int
    after: Mapping[int, ModelSums]
    gains: Mapping[int, Scores]
    opens: frozenset[tuple[str, str]]

    @property
    def name(self) -> tuple[str, str]:
        return (self.change.scope, self.change.question)

    @property
    def order(self) -> tuple[str, str, str]:
        return (self.change.scope, self.change.question, self.change.after)


def model_sums(scored: Sequence[BlockScore]) -> ModelSums:
    """Take the models' sums from a block's columns; the last column is no model."""
    return tuple([column.sums for column in scored[: len(MODELS)]])


def scores(sums: ModelSums) -> Scores:
    return tuple([of_model.score() for of_model in sums])


def possible_moves(
    case: Case, blocks: Sequence[AnswerBlock], scored: Sequence[Sequence[BlockScore]]
) -> tuple[AnswerMove, ...]:
    """Every other choice that can move a model's score, of every question that is not fixed; an open one may be answered."""
    gates = {
        question.condition.question
        for question in case.edition.questions
        if question.condition and question.weight and any(map(_speaks_of_models, question.choices))
    }
    base = [model_sums(columns) for columns in scored]
    moves: list[AnswerMove] = []
    for home, block in enumerate(blocks[: 1 + len(case.functions)]):
        for row in block.rows:
            if row.reading is None or row.waits or row.reading.question.fixed:
                continue
            if row.question not in gates and not any(map(_speaks_of_models, row.reading.question.choices)):
                continue
            for choice in row.reading.evidence:
                if choice == row.answer:
                    continue
                change = AnswerChange(block.scope, row.question, row.answer, choice)
                if row.question in gates:
                    moves.append(_move_gate(case, blocks, base, home, change))
                else:
                    # Only the totals move: the range of a question does not depend on its answer.
                    evidence = row.reading.evidence[choice]
                    moved = [
                        BlockSums(
                            sums.total + row.weight * (evidence[place] - row.evidence[place]),
                            sums.positive,
                            sums.negative,
                        )
                        for place, sums in enumerate(base[home])
                    ]
                    after = {home: tuple(moved)}
                    moves.append(AnswerMove(change, home, after, _gains(base, after), frozenset()))
    return tuple(moves)


def _speaks_of_models(choice: Choice) -> bool:
    return any(choice.evidence[: len(MODELS)])


def _move_gate(
    case: Case, blocks: Sequence[AnswerBlock], base: Sequence[ModelSums], home: int, change: AnswerChange
) -> AnswerMove:
    """Questions may appear or vanish, in other blocks too: build those blocks again."""
    changed = replace(case, answers={**case.answers, (change.scope, change.question): change.after})
    abouts = [None, *case.functions]
    rebuilt = {place: block_of(changed, abouts[place]) for place in ([home] if home else range(len(abouts)))}
    fresh = {place: block for place, block in rebuilt.items() if block != blocks[place]}
    after = {
        place: tuple([sum_rows(block.rows, column) for column in range(len(MODELS))]) for place, block in fresh.items()
    }
    opens = frozenset(
        (block.scope, question)
        for place, block in fresh.items()
        for question, _ in _asked(block) ^ _asked(blocks[place])
    )
    return AnswerMove(change, home, after, _gains(base, after), opens)


def _asked(block: AnswerBlock) -> set[tuple[str, bool]]:
    return {(row.question, row.waits) for row in block.rows}


def _gains(base: Sequence[ModelSums], after: Mapping[int, ModelSums]) -> dict[int, Scores]:
    gains: dict[int, Scores] = {}
    for place, sums in after.items():
        before, now = scores(base[place]), scores(sums)
        gains[place] = tuple([after_it - before_it for before_it, after_it in zip(before, now, strict=True)])
    return gains

"""What one answer about a function could turn: its verdict by points, and the model that stands first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Final

from assessments.edition.sourcing_models import COLUMNS, MODELS
from recommendations.engine.blocks import OUT, AnswerBlock, AnswerRow, block_of
from recommendations.engine.case import Case
from recommendations.engine.fit import NEUTRAL, BlockScore, BlockSums, Target, score, sum_rows
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import AnswerChange, Standing, Verdict, VerdictReason, VerdictTurn
from recommendations.engine.verdict import by_points

BY_POINTS: Final = (
    VerdictReason.LOW_OUTSOURCE,
    VerdictReason.CAPPED,
    VerdictReason.MIDDLING_OUTSOURCE,
    VerdictReason.OPEN_ANSWERS,
    VerdictReason.CLEAR,
)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """One answer about a function changed: its block's sums by column, and the lowest total for handing over."""

    change: AnswerChange
    sums: tuple[BlockSums, ...]
    worst: float


def own_changes(case: Case, about: AnswerBlock, scored: Sequence[BlockScore]) -> Iterator[OwnChange]:
    """Try every other answer about a function, but for facts that the owner can't change."""
    function = next(each for each in case.functions if each.key == about.scope)
    gates = {question.condition.question for question in case.edition.questions if question.condition}
    for row in about.rows:
        if row.reading is None or row.waits or row.reading.question.fixed or not row.weight:
            continue
        for choice in row.reading.evidence:
            if choice == row.answer and not row.is_assumed:  # to confirm what is assumed may turn a verdict as well
                continue
            change = AnswerChange(about.scope, row.question, row.answer, choice)
            if row.question in gates:
                answers = {**case.answers, (about.scope, row.question): choice}
                yield _rebuilt(change, block_of(replace(case, answers=answers), function).rows)
            else:
                yield _stepped(change, row, scored)


def turning(
    changes: Sequence[OwnChange],
    target: Target,
    scored: Sequence[Sequence[BlockScore]],
    verdict: Verdict,
    parameters: Parameters,
    *,
    is_capped: bool,
    stays: bool,
) -> VerdictTurn | None:
    """Find the smallest change that leads to another verdict.

    Facts that decide by themselves (bars, caps, who does the work) are named at the verdict; here only points count.
    """
    if verdict.why not in BY_POINTS:
        return None
    (own, place), *company = target.handing_over
    beside = [sum(weight * getattr(scored[at][OUT], end) for weight, at in company) for end in ("score", "low")]
    before = own * scored[place][OUT].score + beside[0]
    best: tuple[tuple[float, str, str], VerdictTurn] | None = None
    for changed in changes:
        sums = changed.sums[OUT]
        case_now = own * sums.score() + beside[0]
        lowest = own * score(changed.worst, sums.positive, sums.negative) + beside[1]
        kind, _why = by_points(case_now, lowest, is_capped=is_capped, stays=stays, parameters=parameters)
        size = (level(abs(case_now - before)), changed.change.question, changed.change.after)
        if kind is not verdict.kind and (best is None or size < best[0]):
            best = (size, VerdictTurn(changed.change, kind))
    return best[1] if best else None


def is_overtaken(changes: Sequence[OwnChange], standing: Standing) -> bool:
    """Whether some change puts another model first, or leaves none that fits."""
    leader = MODELS.index(standing.ranking[0])
    for changed in changes:
        after = [level(sums.score()) for sums in changed.sums[: len(MODELS)]]
        if after.index(max(after)) != leader or after[leader] <= NEUTRAL:
            return True
    return False


def _stepped(change: AnswerChange, row: AnswerRow, scored: Sequence[BlockScore]) -> OwnChange:
    """Only totals move: the range of a question does not depend on its answer."""
    evidence = row.reading.evidence[change.after] if row.reading else row.evidence
    steps = [row.weight * (after - before) for before, after in zip(row.evidence, evidence, strict=True)]
    sums = [
        BlockSums(block.sums.total + step, block.sums.positive, block.sums.negative)
        for block, step in zip(scored, steps, strict=True)
    ]
    settled = row.least[OUT] + row.weight * row.evidence[OUT] if row.open else 0.0
    return OwnChange(change, tuple(sums), scored[OUT].worst + steps[OUT] + settled)


def _rebuilt(change: AnswerChange, rows: Sequence[AnswerRow]) -> OwnChange:
    """Questions may appear or vanish: sum the block again."""
    sums = tuple([sum_rows(rows, column) for column in range(len(COLUMNS))])
    assumed = [row.least[OUT] + row.weight * row.evidence[OUT] for row in rows if row.open]
    return OwnChange(change, sums, sums[OUT].total - fsum(assumed))

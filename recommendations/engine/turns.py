"""The one answer that would turn a verdict by its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from assessments.edition.sourcing_models import COLUMNS, Column
from recommendations.engine.blocks import AnswerBlock, AnswerRow, block_of
from recommendations.engine.case import Case
from recommendations.engine.fit import BlockScore, Target, score, sum_rows
from recommendations.engine.points import level
from recommendations.engine.results import AnswerChange, Verdict, VerdictReason, VerdictTurn
from recommendations.engine.verdict import by_points

OUT: Final = COLUMNS.index(Column.OUTSOURCE)
BY_POINTS: Final = (
    VerdictReason.LOW_OUTSOURCE,
    VerdictReason.CAPPED,
    VerdictReason.MIDDLING_OUTSOURCE,
    VerdictReason.OPEN_ANSWERS,
    VerdictReason.CLEAR,
)


def turning(
    case: Case, about: AnswerBlock, target: Target, scored: Sequence[Sequence[BlockScore]], verdict: Verdict
) -> VerdictTurn | None:
    """Find the smallest change of one answer about a function that leads to another verdict.

    Facts that decide by themselves (bars, caps, who does the work) are named at the verdict; here only points count,
    so caps stay as they are. Facts the owner can't change are left out.
    """
    if verdict.why not in BY_POINTS:
        return None
    (own, place), *company = target.handing_over
    beside = [sum(weight * getattr(scored[at][OUT], end) for weight, at in company) for end in ("score", "low")]
    before = own * scored[place][OUT].score + beside[0]
    best: tuple[tuple[float, str, str], VerdictTurn] | None = None
    for change, rows in _changed(case, about):
        case_now, lowest = (own * value + besides for value, besides in zip(_ends(rows), beside, strict=True))
        kind, _why = by_points(case_now, lowest, is_capped=bool(verdict.caps), parameters=case.parameters)
        size = (level(abs(case_now - before)), change.question, change.after)
        if kind is not verdict.kind and (best is None or size < best[0]):
            best = (size, VerdictTurn(change, kind))
    return best[1] if best else None


def _changed(case: Case, about: AnswerBlock) -> Iterator[tuple[AnswerChange, tuple[AnswerRow, ...]]]:
    function = next(each for each in case.functions if each.key == about.scope)
    gates = {question.condition.question for question in case.edition.questions if question.condition}
    for row in about.rows:
        if row.reading is None or row.reading.question.fixed or not row.reading.question.weight:
            continue
        for choice, evidence in row.reading.evidence.items():
            if choice == row.answer:
                continue
            change = AnswerChange(about.scope, row.question, row.answer, choice)
            if row.question in gates:
                answers = {**case.answers, (about.scope, row.question): choice}
                yield change, block_of(replace(case, answers=answers), function).rows
            else:
                after = replace(row, answer=choice, open=False, evidence=evidence)
                yield change, tuple(after if other is row else other for other in about.rows)


def _ends(rows: Sequence[AnswerRow]) -> tuple[float, float]:
    """Score the case for handing over, and the lowest it could be once every open question is answered."""
    sums = sum_rows(rows, OUT)
    lowest = sums.total - sum(row.least[OUT] for row in rows if row.open)
    return sums.score(), score(lowest, sums.positive, sums.negative)

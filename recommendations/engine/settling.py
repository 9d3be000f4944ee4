"""Which answers that nobody gave yet could still change what is advised, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from assessments.edition.flow import ORGANISATION, Place, Signal
from assessments.edition.sourcing_models import MODELS, Column
from recommendations.engine.advice import Workings, standing_of
from recommendations.engine.blocks import OUT, AnswerBlock, AnswerRow, block_of, company_of, company_place, read
from recommendations.engine.case import Case
from recommendations.engine.explain import open_questions
from recommendations.engine.fit import BlockScore, Target, function_targets, score_blocks
from recommendations.engine.points import level
from recommendations.engine.results import (
    CapReason,
    FunctionResult,
    Recommendation,
    Standing,
    Verdict,
    VerdictKind,
    VerdictReason,
)
from recommendations.engine.turns import BY_POINTS
from recommendations.engine.verdict import by_points, fit_of, judge, with_signal

# In this order: what lets anything be said, what by itself leads to other advice, what holds work back while it is not
# known, and what may do it together with others.
TOLD, TURNS, HOLDS, WEIGHS = range(4)

# What would take away the ground of a verdict, so that points decide, which other answers may have moved by then.
GROUND_LOST_BY: Final = {
    VerdictReason.DEARER: (Signal.NO_SKILL,),
    VerdictReason.PRICE_ALONE: (Signal.SLIPS, Signal.OFFER_LESS),
    VerdictReason.AS_IT_IS: (Signal.SLIPS, Signal.OFFER_LESS),
}

Rank = tuple[int, float]  # the group, and within it how far ahead


@dataclass(frozen=True, slots=True)
class Settling:
    """A place nobody answered, and the functions (by key) whose verdict or model its answer could change."""

    scope: str
    question: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What every function is searched with."""

    case: Case
    blocks: tuple[AnswerBlock, ...]
    scored: tuple[tuple[BlockScore, ...], ...]
    gates: frozenset[str]


def settling(case: Case, advised: Recommendation) -> tuple[Settling, ...]:
    """List the places nobody answered that could change a verdict or a model of `advised`, which is about this case.

    Exact for one answer at a time; for several together what could is listed rather than left out. An answer that says
    it is not known was given, and is not asked for again. Nothing listed means that the rest can be left open.
    """
    blocks = read(case)
    gates = frozenset(question.condition.question for question in case.edition.questions if question.condition)
    search = Search(case, blocks, score_blocks(blocks, reasons=False), gates)
    found: dict[Place, dict[str, Rank]] = {}
    for place, (function, target) in enumerate(zip(advised.functions, function_targets(case, blocks), strict=True), 1):
        for name, rank in _of_function(search, place, target, function):
            about = found.setdefault(name, {})
            about[function.key] = min(rank, about.get(function.key, rank))
    share_of = {function.key: function.share for function in case.functions}
    order = {question.key: number for number, question in enumerate(case.edition.questions)}

    def key(item: tuple[Place, dict[str, Rank]]) -> tuple[int, float, float, int, str]:
        (scope, question), ranks = item
        first = min(ranks.values())
        time = sum(share_of[function] for function, rank in ranks.items() if rank[0] == first[0])
        return (first[0], -time, level(first[1]), order[question], scope)

    return tuple(Settling(*name, tuple(sorted(ranks))) for name, ranks in sorted(found.items(), key=key))


def _of_function(search: Search, place: int, target: Target, function: FunctionResult) -> Iterator[tuple[Place, Rank]]:
    about, company = search.blocks[place], search.blocks[company_place(search.blocks, place)]
    rows = {(about.scope, row.question): row for row in about.rows if _is_wanted(search.case, about.scope, row)}
    rows |= {
        (ORGANISATION, row.question): row
        for row in (*company.rows, *filter(_may_expose, search.blocks[0].rows))  # data is exposed for any kind of work
        if _is_wanted(search.case, ORGANISATION, row) and (_reaches(row, OUT) or _may_expose(row))
    }
    verdict, standing = function.verdict, function.standing
    for name, row in rows.items():
        steady = None if row.weight or row.question in search.gates else standing
        others = [
            _changed(search, place, target, (name, choice), steady)
            for choice in (row.reading.evidence if row.reading else ())
        ]
        turned = [other for other in others if (other.kind, other.model) != (verdict.kind, verdict.model)]
        if turned:
            yield name, (TURNS, -len(turned) / len(others))
    for number, cap in enumerate(verdict.caps):
        if cap.is_unknown and (cap.scope, cap.question) in rows:
            yield (cap.scope, cap.question), (HOLDS, number)
    for ground in with_signal(about.unknown, *GROUND_LOST_BY.get(verdict.why, ())):
        if (ground.scope, ground.question) in rows:
            yield (ground.scope, ground.question), (HOLDS, 0)
    is_untold = verdict.why is VerdictReason.LOW_COVERAGE
    weighing = [Column.OUTSOURCE] if is_untold or _may_move(search.case, about, function) else []
    if is_untold or _may_lead_elsewhere(search.case, verdict, standing):
        weighing += MODELS
    for column in weighing:
        group = TOLD if is_untold and column is Column.OUTSOURCE else WEIGHS
        for asked in open_questions(target, search.blocks, search.scored, column):
            if (asked.scope, asked.question) in rows:
                yield (asked.scope, asked.question), (group, -asked.points)


def _is_wanted(case: Case, scope: str, row: AnswerRow) -> bool:
    return row.open and not row.waits and row.reading is not None and (scope, row.question) not in case.answers


def _reaches(row: AnswerRow, column: int) -> bool:
    return bool(row.most[column] or row.least[column])


def _may_expose(row: AnswerRow) -> bool:
    return row.reading is not None and Signal.DATA_EXPOSED in row.reading.signals.values()


def _changed(search: Search, place: int, target: Target, answer: tuple[Place, str], steady: Standing | None) -> Verdict:
    """Judge the function again with one more answer; how the models stand is `steady` where it weighs nothing."""
    name, choice = answer
    case, blocks, scored = search.case, list(search.blocks), list(search.scored)
    case = replace(case, answers={**case.answers, name: choice})
    company, touched = company_place(blocks, place), []
    if name[0] == ORGANISATION:
        blocks[0] = block_of(case, None)
        blocks[company] = company_of(blocks[0], blocks[place].subject)
        touched.append(company)
    if name[0] != ORGANISATION or name[1] in search.gates:
        blocks[place] = block_of(case, case.functions[place - 1])
        touched.append(place)
        if blocks[place].subject != blocks[company].subject:  # the answer tells what kind of work it is
            blocks[company] = company_of(blocks[0], blocks[place].subject)
            touched.append(company)
    if steady:
        return judge(steady, blocks[place], blocks[company], case.parameters)
    for at, score in zip(touched, score_blocks([blocks[at] for at in touched], reasons=False), strict=True):
        scored[at] = score
    workings = Workings(case, tuple(blocks), tuple(scored), None, None)
    return judge(standing_of(workings, target), blocks[place], blocks[company], case.parameters)


def _may_move(case: Case, about: AnswerBlock, function: FunctionResult) -> bool:
    """Whether several answers together could move a verdict that points decided."""
    verdict, reach = function.verdict, function.standing.outsource.interval
    if verdict.why not in BY_POINTS:
        return False
    is_held = any(not cap.is_unknown and cap.reason is not CapReason.CLOSE_CALL for cap in verdict.caps)
    kinds = {
        by_points(end, end, is_capped=is_held, stays=about.stays, parameters=case.parameters)[0]
        for end in (reach.low, reach.high)
    }
    return kinds != {verdict.kind}


def _may_lead_elsewhere(case: Case, verdict: Verdict, standing: Standing) -> bool:
    """Whether several answers together could put another model first, make one fit, or leave none."""
    if verdict.why is VerdictReason.NO_FIT:
        return any(level(fit.interval.high) > case.parameters.neutral for fit in standing.fits)
    if verdict.model is None:
        return False
    leader = fit_of(standing, verdict.model)
    rival = max(fit.interval.high for fit in standing.fits if fit.column is not leader.column)
    is_held = verdict.kind is VerdictKind.PREPARE_FIRST and any(
        cap.reason is CapReason.CLOSE_CALL for cap in verdict.caps
    )
    lowest = level(leader.interval.low)
    return is_held or lowest <= level(rival) or lowest <= case.parameters.neutral

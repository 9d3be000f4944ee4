"""From a case to its recommendation: every part of the engine, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.engine import partner
from recommendations.engine.blocks import Sheet, read
from recommendations.engine.counterfactual import counterfactual, race
from recommendations.engine.critical import critical
from recommendations.engine.explain import contrast, open_questions
from recommendations.engine.fit import Part, Target, fit, parts, targets
from recommendations.engine.mix import Piece, mix
from recommendations.engine.moves import Move, Tallies, moves
from recommendations.engine.parameters import METHOD, Parameters
from recommendations.engine.points import level
from recommendations.engine.results import (
    Fit,
    FunctionResult,
    Ground,
    Recommendation,
    Standing,
    Strength,
    StrengthWord,
    Verdict,
    VerdictKind,
)
from recommendations.engine.stability import Acceptability, acceptabilities
from recommendations.engine.values import COLUMNS, MODELS, Case, Column
from recommendations.engine.verdict import judge, leaders, ranking


@dataclass(frozen=True, slots=True)
class Workings:
    """What every target is worked out from, made once per case."""

    sheet: Sheet
    scored: tuple[tuple[Part, ...], ...]
    base: tuple[Tallies, ...]
    moves: tuple[Move, ...]
    parameters: Parameters

    def grounds(self, *blocks: int) -> tuple[Ground, ...]:
        return tuple(ground for block in blocks for ground in self.sheet.blocks[block].grounds)


def recommend(case: Case) -> Recommendation:
    """Advise on one case; pure, and the same for the same case however its parts are ordered.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the scheme does not have.
    """
    workings = _work_out(case)
    ranked = targets([(function.key, function.share) for function in case.functions], workings.parameters)
    stable = acceptabilities(workings.sheet, ranked, workings.parameters)
    overall, *each = [_standing(workings, target, shares) for target, shares in zip(ranked, stable, strict=True)]
    verdict = judge(overall, (), workings.parameters)
    functions = tuple(_function(workings, place, standing) for place, standing in enumerate(each, start=1))
    return _advise(workings, (overall, verdict), functions)


def fits(case: Case) -> tuple[tuple[Fit, ...], ...]:
    """Give the scores alone: the whole first, then each function; for each the fits in the order of COLUMNS."""
    scored = parts(read(case).blocks)
    shares = [(function.key, function.share) for function in case.functions]
    ranked = targets(shares, case.scheme.parameters)
    return tuple(tuple(fit(target, scored, column) for column in COLUMNS) for target in ranked)


def _work_out(case: Case) -> Workings:
    sheet = read(case)
    scored = parts(sheet.blocks)
    base = tuple((bpo.tally, kpo.tally, ito.tally) for bpo, kpo, ito, _ in scored)
    return Workings(sheet, scored, base, moves(sheet, base), case.scheme.parameters)


def _standing(workings: Workings, target: Target, stable: Acceptability) -> Standing:
    parameters = workings.parameters
    *models, outsource = (fit(target, workings.scored, column) for column in COLUMNS)
    ranked, first = ranking(models), leaders(models)
    by_model = {one.column: one for one in models}
    against = contrast(by_model[ranked[0]], by_model[ranked[1]])
    tie = len(first) > 1
    unsure = max(stable[MODELS.index(model)] for model in first) < parameters.close_stability
    lined_up = race(target, workings.base)
    return Standing(
        fits=tuple(models),
        outsource=outsource,
        ranking=ranked,
        leaders=first,
        gap=against.gap,
        tie=tie,
        close_call=tie or level(against.gap) < parameters.close_gap or unsure,
        strengths=_strengths(models, first, stable, parameters),
        contrast=against,
        counterfactual=counterfactual(lined_up, workings.moves) if lined_up else None,
        critical=critical(lined_up, workings.sheet.blocks, parameters.weight_change_limit) if lined_up else None,
        open_questions=open_questions(target, workings.sheet.blocks, workings.scored, MODELS.index(ranked[0])),
    )


def _strengths(
    models: Sequence[Fit], first: Sequence[Column], stable: Acceptability, parameters: Parameters
) -> tuple[Strength, ...]:
    return tuple(
        Strength(
            one.column, share, one.coverage, strength_word(share if one.column in first else 1 - share, one, parameters)
        )
        for one, share in zip(models, stable, strict=True)
    )


def strength_word(in_place: float, model: Fit, parameters: Parameters) -> StrengthWord:
    stability, coverage = level(in_place), level(model.coverage)
    if stability >= parameters.firm_stability and coverage >= parameters.firm_coverage:
        return StrengthWord.FIRM
    if stability >= parameters.fair_stability and coverage >= parameters.fair_coverage:
        return StrengthWord.FAIR
    return StrengthWord.OPEN


def _function(workings: Workings, place: int, standing: Standing) -> FunctionResult:
    function = workings.sheet.case.functions[place - 1]
    own, everyone = workings.grounds(place), workings.grounds(0, place)
    verdict = judge(standing, own, workings.parameters, is_answered=workings.sheet.blocks[place].is_answered)
    return FunctionResult(
        key=function.key,
        share=function.share,
        standing=standing,
        verdict=verdict,
        enabler=partner.needs_technology(standing, verdict, everyone, workings.parameters),
        location=partner.location(everyone),
    )


def _advise(
    workings: Workings, whole: tuple[Standing, Verdict], functions: tuple[FunctionResult, ...]
) -> Recommendation:
    overall, verdict = whole
    places = [
        place for place, one in enumerate(functions, start=1) if one.verdict.kind is not VerdictKind.KEEP_IN_HOUSE
    ]
    everyone, outside = workings.grounds(0), workings.grounds(0, *places)
    pieces = [Piece(one.share, one.verdict.kind, one.standing) for one in functions]
    advice = partner.partner([one.verdict for one in functions] or [verdict], everyone)
    own = [(one, workings.grounds(place)) for place, one in enumerate(functions, start=1)]
    return Recommendation(
        method=METHOD,
        scheme=workings.sheet.case.scheme.label,
        overall=overall,
        verdict=verdict,
        functions=functions,
        mix=mix(pieces or [Piece(1.0, verdict.kind, overall)], workings.parameters),
        enabler=any(one.enabler for one in functions)
        if functions
        else partner.needs_technology(overall, verdict, everyone, workings.parameters),
        partner=advice,
        location=partner.location(outside),
        pricing=partner.pricing(advice.models, everyone),
        order=partner.order(own, everyone, workings.parameters),
    )

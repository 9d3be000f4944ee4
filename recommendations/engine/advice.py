"""From a case to its recommendation: every part of the engine, in order."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.edition.sourcing_models import COLUMNS, MODELS
from recommendations.engine import partner
from recommendations.engine.blocks import AnswerBlock, read
from recommendations.engine.case import Case
from recommendations.engine.counterfactual import counterfactual, race
from recommendations.engine.critical import critical
from recommendations.engine.explain import contrast, open_questions
from recommendations.engine.fit import BlockScore, Target, fit, score_blocks, targets
from recommendations.engine.mix import mix
from recommendations.engine.moves import AnswerMove, possible_moves
from recommendations.engine.parameters import METHOD, Parameters
from recommendations.engine.points import level
from recommendations.engine.results import (
    Fit,
    FunctionResult,
    Ground,
    ModelStrength,
    Recommendation,
    Standing,
    StrengthWord,
    VerdictKind,
)
from recommendations.engine.stability import Acceptability, acceptabilities
from recommendations.engine.verdict import judge, leaders, ranking


@dataclass(frozen=True, slots=True)
class Workings:
    """What every target is worked out from, made once per case; `moves` is None where no reasons are wanted."""

    case: Case
    blocks: tuple[AnswerBlock, ...]
    scored: tuple[tuple[BlockScore, ...], ...]
    moves: tuple[AnswerMove, ...] | None

    def grounds(self, *places: int) -> tuple[Ground, ...]:
        return tuple(ground for place in places for ground in self.blocks[place].grounds)


def recommend(case: Case, *, reasons: bool = True) -> Recommendation:
    """Advise on one case; pure, and the same for the same case however its parts are ordered.

    Without `reasons` the scores, verdicts and everything that follows from them are the same, and what explains them
    is empty: contributions, differences, counterfactuals, critical and open questions. Where the parameters ask for
    no draws nothing is known of stability: there are no strengths, and a close call is a close score alone.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the edition does not have.
    """
    blocks = read(case)
    scored = score_blocks(blocks, reasons=reasons)
    workings = Workings(case, blocks, scored, possible_moves(case, blocks, scored) if reasons else None)
    ranked = targets(case)
    stable = acceptabilities(case, blocks, ranked) if case.parameters.draws else [None] * len(ranked)
    overall, *each = [_standing(workings, target, shares) for target, shares in zip(ranked, stable, strict=True)]
    functions = tuple(_function(workings, place, standing) for place, standing in enumerate(each, start=1))
    return _advise(workings, overall, functions)


def fits(case: Case) -> tuple[tuple[Fit, ...], ...]:
    """Give the scores alone: the whole first, then each function; for each the fits in the order of COLUMNS."""
    scored = score_blocks(read(case))
    return tuple(tuple(fit(target, scored, column) for column in COLUMNS) for target in targets(case))


def _standing(workings: Workings, target: Target, stable: Acceptability | None) -> Standing:
    blocks, scored, parameters = workings.blocks, workings.scored, workings.case.parameters
    *models, outsource = (fit(target, scored, column) for column in COLUMNS)
    ranked, first = ranking(models), leaders(models)
    by_model = {model.column: model for model in models}
    against = contrast(by_model[ranked[0]], by_model[ranked[1]])
    tie = len(first) > 1
    unsure = stable is not None and max(stable[MODELS.index(model)] for model in first) < parameters.close_stability
    moves = workings.moves
    running = race(target, scored) if moves is not None else None
    return Standing(
        fits=tuple(models),
        outsource=outsource,
        ranking=ranked,
        leaders=first,
        gap=against.gap,
        tie=tie,
        close_call=tie or level(against.gap) < parameters.close_gap or unsure,
        strengths=tuple(
            ModelStrength(
                model.column,
                share,
                model.coverage,
                strength_word(share if model.column in first else 1 - share, model, parameters),
            )
            for model, share in zip(models, stable or (), strict=stable is not None)
        ),
        contrast=against,
        counterfactual=counterfactual(running, moves) if running and moves is not None else None,
        critical=critical(running, blocks, parameters.weight_change_limit) if running else None,
        open_questions=() if moves is None else open_questions(target, blocks, scored, MODELS.index(ranked[0])),
    )


def strength_word(in_place: float, model: Fit, parameters: Parameters) -> StrengthWord:
    stability, coverage = level(in_place), level(model.coverage)
    if stability >= parameters.firm_stability and coverage >= parameters.firm_coverage:
        return StrengthWord.FIRM
    if stability >= parameters.fair_stability and coverage >= parameters.fair_coverage:
        return StrengthWord.FAIR
    return StrengthWord.OPEN


def _function(workings: Workings, place: int, standing: Standing) -> FunctionResult:
    function, parameters = workings.case.functions[place - 1], workings.case.parameters
    own, everyone = workings.grounds(place), workings.grounds(0, place)
    verdict = judge(standing, own, parameters, is_answered=workings.blocks[place].is_answered)
    return FunctionResult(
        key=function.key,
        share=function.share,
        standing=standing,
        verdict=verdict,
        enabler=partner.needs_technology(standing, verdict, everyone, parameters),
        location=partner.location(everyone),
    )


def _advise(workings: Workings, overall: Standing, functions: tuple[FunctionResult, ...]) -> Recommendation:
    """Draw the whole together; with no function chosen, the team is advised as one piece of work."""
    parameters = workings.case.parameters
    verdict = judge(overall, (), parameters)
    everyone = workings.grounds(0)
    leaving = [
        place for place, function in enumerate(functions, 1) if function.verdict.kind is not VerdictKind.KEEP_IN_HOUSE
    ]
    advice = partner.partner([function.verdict for function in functions] or [verdict], everyone)
    own = [(function, workings.grounds(place)) for place, function in enumerate(functions, start=1)]
    pieces = [(function.share, function.verdict.kind, function.standing.fits) for function in functions]
    return Recommendation(
        method=METHOD,
        scheme=workings.case.edition.label,
        overall=overall,
        verdict=verdict,
        functions=functions,
        mix=mix(pieces or [(1.0, verdict.kind, overall.fits)], parameters),
        enabler=any(function.enabler for function in functions)
        if functions
        else partner.needs_technology(overall, verdict, everyone, parameters),
        partner=advice,
        location=partner.location(workings.grounds(0, *leaving)),
        pricing=partner.pricing(advice.models, everyone),
        order=partner.order(own, everyone, parameters),
    )

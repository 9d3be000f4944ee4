"""From a case to its recommendation: every part of the engine, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from assessments.edition.flow import Signal, Subject
from assessments.edition.sourcing_models import COLUMNS, SOURCING_MODELS, Column
from recommendations.engine import partner
from recommendations.engine.actions import next_actions, plan
from recommendations.engine.blocks import AnswerBlock, block_of, company_place, read
from recommendations.engine.case import Case
from recommendations.engine.counterfactual import counterfactual, race
from recommendations.engine.critical import critical
from recommendations.engine.explain import contrast, open_questions
from recommendations.engine.fit import BlockScore, Target, fit, function_targets, score_blocks, whole_target
from recommendations.engine.mix import OUTSIDE, mix
from recommendations.engine.moves import AnswerMove, possible_moves
from recommendations.engine.parameters import METHOD, Parameters
from recommendations.engine.points import level
from recommendations.engine.results import (
    Fit,
    FunctionResult,
    Ground,
    ModelStrength,
    Pressure,
    Recommendation,
    Standing,
    StrengthWord,
    Verdict,
    VerdictKind,
    VerdictReason,
    VerdictTurn,
)
from recommendations.engine.stability import Numbers, acceptability, draw_scores, verdict_stability
from recommendations.engine.turns import BY_POINTS, is_overtaken, own_changes, turning
from recommendations.engine.verdict import caps_on, fit_of, judge, leaders, ranking, with_signal

WEAKEST_FIRST: Final = tuple(reversed(StrengthWord))


@dataclass(frozen=True, slots=True)
class Workings:
    """What every target is worked out from, made once per case.

    `moves` is None where no reasons are wanted, `drawn` (scores by block, column and draw) where no draws are.
    """

    case: Case
    blocks: tuple[AnswerBlock, ...]
    scored: tuple[tuple[BlockScore, ...], ...]
    moves: tuple[AnswerMove, ...] | None
    drawn: Numbers | None

    def grounds(self, *places: int) -> tuple[Ground, ...]:
        return tuple(ground for place in places for ground in self.blocks[place].grounds)


def recommend(case: Case, *, reasons: bool = True) -> Recommendation:
    """Advise on one case; pure, and the same for the same case however its parts are ordered.

    Without `reasons` the scores, verdicts and everything that follows from them are the same, and what explains them
    is empty: contributions, differences, counterfactuals, turns, critical and open questions. Where the parameters
    ask for no draws nothing is known of stability: there are no strengths.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the edition does not have.
    """
    blocks = read(case)
    scored = score_blocks(blocks, reasons=reasons)
    moves = possible_moves(case, blocks, scored) if reasons else None
    workings = Workings(case, blocks, scored, moves, draw_scores(case, blocks) if case.parameters.draws else None)
    targets = function_targets(case, blocks)
    functions = tuple(_function(workings, place, target) for place, target in enumerate(targets, start=1))
    leaving = [target for function, target in zip(functions, targets, strict=True) if function.verdict.kind in OUTSIDE]
    overall = standing_of(workings, whole_target(case, leaving or targets))
    return _advise(workings, overall, functions)


def fits(case: Case) -> tuple[tuple[Fit, ...], ...]:
    """Give the scores alone: every function together first, then each; for each the fits in the order of COLUMNS."""
    blocks = read(case)
    scored = score_blocks(blocks)
    targets = function_targets(case, blocks)
    return tuple(
        tuple(fit(target, scored, column) for column in COLUMNS) for target in (whole_target(case, targets), *targets)
    )


def standing_of(workings: Workings, target: Target) -> Standing:
    blocks, scored, parameters = workings.blocks, workings.scored, workings.case.parameters
    *models, outsource = (fit(target, scored, column) for column in COLUMNS)
    ranked, first = ranking(models), leaders(models)
    by_model = {model.column: model for model in models}
    against = contrast(by_model[ranked[0]], by_model[ranked[1]])
    tie = len(first) > 1
    close_call = tie or level(against.gap) < parameters.close_gap
    moves = workings.moves
    running = race(target, scored) if moves is not None else None
    # Which questions matter most: those about handing over at all, until enough of them is answered.
    is_unclear = bool(target.scope) and level(outsource.coverage) < parameters.cannot_tell_below_coverage
    asked_for = Column.OUTSOURCE if is_unclear else ranked[0]
    return Standing(
        fits=tuple(models),
        outsource=outsource,
        ranking=ranked,
        leaders=first,
        gap=against.gap,
        tie=tie,
        close_call=close_call,
        strengths=_strengths(workings, target, models, first) if workings.drawn is not None else (),
        contrast=against,
        counterfactual=counterfactual(running, moves) if running and moves is not None else None,
        critical=critical(running, blocks, parameters.weight_change_limit) if running else None,
        open_questions=() if moves is None else open_questions(target, blocks, scored, asked_for),
    )


def _strengths(
    workings: Workings, target: Target, models: list[Fit], first: tuple[Column, ...]
) -> tuple[ModelStrength, ...]:
    drawn = workings.drawn
    shares = acceptability(drawn, target) if drawn is not None else ()
    return tuple(
        ModelStrength(
            model.column,
            share,
            model.coverage,
            strength_word(share if model.column in first else 1 - share, model.coverage, workings.case.parameters),
        )
        for model, share in zip(models, shares, strict=True)
    )


def strength_word(stability: float, covered: float, parameters: Parameters) -> StrengthWord:
    stable, known = level(stability), level(covered)
    if stable >= parameters.firm_stability and known >= parameters.firm_coverage:
        return StrengthWord.FIRM
    if stable >= parameters.fair_stability and known >= parameters.fair_coverage:
        return StrengthWord.FAIR
    return StrengthWord.OPEN


@dataclass(frozen=True, slots=True)
class Judged:
    """A function's verdict with how the models stand, and what one answer or a draw makes of it."""

    standing: Standing
    verdict: Verdict
    turn: VerdictTurn | None
    stability: float | None
    strength: StrengthWord | None


def _judged(workings: Workings, place: int, target: Target) -> Judged:
    case, about = workings.case, workings.blocks[place]
    parameters = case.parameters
    company = workings.blocks[company_place(workings.blocks, place)]
    standing = standing_of(workings, target)
    verdict = judge(standing, about, company, parameters)
    if verdict.why is VerdictReason.OPEN_ANSWERS and workings.moves is not None:
        # What holds the work is open about handing over, whatever is open about the model.
        still_open = open_questions(target, workings.blocks, workings.scored, Column.OUTSOURCE)
        standing = replace(standing, open_questions=still_open)
    changes = tuple(own_changes(case, about, workings.scored[place]))
    is_capped = any(caps_on(standing, about, company, parameters))
    turn = turning(changes, target, workings.scored, verdict, parameters, is_capped=is_capped, stays=about.stays)
    stability = None
    if workings.drawn is not None:
        stability = (
            verdict_stability(workings.drawn, target, verdict, about, parameters) if verdict.why in BY_POINTS else 1.0
        )
    strength = None
    if stability is not None:
        is_turned = turn is not None or (verdict.model is not None and is_overtaken(changes, standing))
        strength = _strength(parameters, standing, verdict, stability=stability, is_turned=is_turned)
    return Judged(standing, verdict, turn, stability, strength)


def _is_firm_as_given(workings: Workings, place: int, target: Target, verdict: Verdict) -> bool:
    """Whether a firm verdict is as firm on the given answers alone: what is assumed is never the ground of it."""
    if not any(row.is_assumed and row.weight for row in workings.blocks[place].rows):
        return True
    silent = replace(workings.case, leans=False)
    about = block_of(silent, silent.functions[place - 1])
    blocks, scored = list(workings.blocks), list(workings.scored)
    blocks[place], (scored[place],) = about, score_blocks([about], reasons=False)
    given = _judged(
        replace(workings, case=silent, blocks=tuple(blocks), scored=tuple(scored), moves=None), place, target
    )
    is_same = given.verdict.kind is verdict.kind and given.verdict.model is verdict.model
    return is_same and given.strength is StrengthWord.FIRM


def _function(workings: Workings, place: int, target: Target) -> FunctionResult:
    case = workings.case
    function, about = case.functions[place - 1], workings.blocks[place]
    found = _judged(workings, place, target)
    standing, verdict, strength = found.standing, found.verdict, found.strength
    if strength is StrengthWord.FIRM and not _is_firm_as_given(workings, place, target, verdict):
        strength = StrengthWord.FAIR
    listed = case.listed(function)
    automate = about.subject != Subject.TECHNOLOGY and all(
        with_signal(about.grounds, signal) for signal in (Signal.FIXED_STEPS, Signal.PROGRAM_EXISTS)
    )
    return FunctionResult(
        key=function.key,
        share=function.share,
        subject=about.subject,
        standing=standing,
        verdict=verdict,
        strength=strength,
        stability=found.stability,
        turn=found.turn if workings.moves is not None else None,
        enabler=partner.needs_technology(verdict, about.grounds),
        automate=automate,
        urgent=verdict.kind in OUTSIDE and bool(with_signal(about.grounds, Signal.SYSTEM_BREAKS_DOWN)),
        plan=plan(verdict, one_off=bool(listed and listed.one_off)),
        actions=next_actions(verdict, about, standing.open_questions, automate=automate),
        location=partner.location((workings.blocks[0], about)),
    )


def _strength(
    parameters: Parameters, standing: Standing, verdict: Verdict, *, stability: float, is_turned: bool
) -> StrengthWord:
    """Take the weaker of verdict and model; what one answer of its own turns, or is a close call, is never firm."""
    words = [strength_word(stability, standing.outsource.coverage, parameters)]
    if verdict.model is not None:
        words.append(next(each.word for each in standing.strengths if each.model is verdict.model))
    is_unknown = verdict.why is VerdictReason.OPEN_ANSWERS or any(cap.is_unknown for cap in verdict.caps)
    if is_turned or is_unknown or (verdict.model is not None and verdict.close_call):
        words.append(StrengthWord.FAIR)
    return min(words, key=WEAKEST_FIRST.index)


def _advise(workings: Workings, overall: Standing, functions: tuple[FunctionResult, ...]) -> Recommendation:
    """Draw the whole together; with no function chosen, only the company's answers are there to speak."""
    parameters = workings.case.parameters
    outside = [place for place, function in enumerate(functions, 1) if function.verdict.model is not None]
    verdict = None if functions else _first_impression(workings, overall)
    advice = partner.partner([function.verdict for function in functions], workings.grounds(0))
    own = [(function, workings.grounds(place)) for place, function in enumerate(functions, start=1)]
    # Work that stays with a firm of no known kind goes to no model.
    pieces = [
        (
            function.share,
            function.verdict.kind
            if function.verdict.model or function.verdict.kind not in OUTSIDE
            else VerdictKind.LOOK_AGAIN,
            function.standing.fits,
        )
        for function in functions
    ]
    if verdict:
        pieces = [(1.0, verdict.kind, overall.fits)]
    return Recommendation(
        method=METHOD,
        scheme=workings.case.edition.label,
        overall=overall,
        first_impression=not outside,
        verdict=verdict,
        pressures=_pressures(workings),
        functions=functions,
        mix=mix(pieces, parameters, None if overall.tie else overall.ranking[0]),
        enabler=any(function.enabler for function in functions),
        partner=advice,
        location=partner.location([workings.blocks[place] for place in (0, *outside)]),
        pricing=partner.pricing(advice.models),
        order=partner.order(own, parameters),
    )


def _first_impression(workings: Workings, overall: Standing) -> Verdict:
    """Say where the company's answers point before any function is chosen; that hands nothing over."""
    parameters = workings.case.parameters
    kind, why = VerdictKind.PREPARE_FIRST, VerdictReason.MIDDLING_OUTSOURCE
    if level(overall.outsource.coverage) < parameters.cannot_tell_below_coverage:
        kind, why = VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE
    elif level(overall.outsource.score) < parameters.keep_in_house_below:
        kind, why = VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE
    elif level(fit_of(overall, overall.ranking[0]).score) <= parameters.neutral:
        kind, why = VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT
    model = overall.ranking[0] if kind in OUTSIDE else None
    return Verdict(kind, why, model, None, overall.close_call, overall.tie, ())


def _pressures(workings: Workings) -> tuple[Pressure, ...]:
    """Score each kind of trouble by what the company answered about it: how much it speaks for getting relief."""
    organisation = workings.blocks[0]
    made = []
    for model in SOURCING_MODELS:
        rows = tuple(row for row in organisation.rows if row.reading and row.reading.question.subject == model.subject)
        trouble = score_blocks([replace(organisation, rows=rows)], reasons=workings.moves is not None)
        pressed = fit(Target("", ((1.0, 0),), ((1.0, 0),)), trouble, Column.OUTSOURCE)
        made.append(Pressure(model.subject, pressed.score, pressed.printed, pressed.contributions))
    return tuple(made)

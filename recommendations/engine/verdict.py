"""The ladder from scores and bars to what to do with a function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import MODELS, Column
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Fit, Ground, Standing, Verdict, VerdictKind, VerdictReason


def ranking(fits: Sequence[Fit]) -> tuple[Column, ...]:
    """Best first; equal scores keep the order BPO, KPO, ITO."""
    order = sorted(fits, key=lambda fit: (-level(fit.score), MODELS.index(fit.column)))
    return tuple(fit.column for fit in order)


def leaders(fits: Sequence[Fit]) -> tuple[Column, ...]:
    """Every model that shares the highest score."""
    best = max(level(fit.score) for fit in fits)
    return tuple(fit.column for fit in fits if level(fit.score) == best)


def fit_of(standing: Standing, model: Column) -> Fit:
    return next(fit for fit in standing.fits if fit.column == model)


def with_signal(grounds: Iterable[Ground], *signals: Signal) -> tuple[Ground, ...]:
    return tuple(ground for ground in grounds if ground.signal in signals)


def judge(
    standing: Standing, grounds: Sequence[Ground], parameters: Parameters, *, is_answered: bool = True
) -> Verdict:
    """Climb the ladder; the first rung that holds decides.

    Args:
        standing: how the models stand for this function.
        grounds: what this function's answers mean; bars and edges are read from here and touch no score.
        parameters: where the rungs are.
        is_answered: whether anything was answered about this function. How such work is usually bought may lead to a
            model, but not to handing over work of which nothing is known.
    """
    kind, why, deciding = _bar(grounds) or _by_scores(standing, parameters, is_answered=is_answered)
    stays = kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN)
    return Verdict(
        kind=kind,
        why=why,
        model=None if stays else standing.ranking[0],
        second=None if stays else _second(standing, parameters),
        close_call=standing.close_call,
        tie=standing.tie,
        grounds=deciding,
    )


def _bar(grounds: Sequence[Ground]) -> tuple[VerdictKind, VerdictReason, tuple[Ground, ...]] | None:
    if barred := with_signal(grounds, Signal.BARRED_BY_LAW):
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW, barred
    if chosen := with_signal(grounds, Signal.KEPT_BY_CHOICE):
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.OWNER, chosen
    apart, best = with_signal(grounds, Signal.SETS_APART), with_signal(grounds, Signal.BEST_SKILL)
    if apart and best:
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE, (*apart, *best)
    return None


def _by_scores(
    standing: Standing, parameters: Parameters, *, is_answered: bool
) -> tuple[VerdictKind, VerdictReason, tuple[Ground, ...]]:
    outsource = level(standing.outsource.score)
    leader = fit_of(standing, standing.ranking[0])
    if outsource < parameters.keep_in_house_below:
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE, ()
    if level(leader.score) <= parameters.neutral:
        return VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT, ()
    if not is_answered or level(leader.coverage) < parameters.cannot_tell_below_coverage:
        return VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE, ()
    if outsource < parameters.prepare_below:
        return VerdictKind.PREPARE_FIRST, VerdictReason.MIDDLING_OUTSOURCE, ()
    return VerdictKind.GO, VerdictReason.CLEAR, ()


def _second(standing: Standing, parameters: Parameters) -> Column | None:
    second = fit_of(standing, standing.ranking[1])
    near = level(standing.gap) <= parameters.second_within
    return second.column if near and level(second.score) >= parameters.second_at_least else None

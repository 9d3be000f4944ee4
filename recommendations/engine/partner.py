"""What follows from the models: the partner, the place, the price, the technology layer, where to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import (
    FunctionResult,
    Ground,
    Order,
    PartnerAdvice,
    PartnerKind,
    PartnerLocation,
    PartnerPlace,
    PilotReadiness,
    PriceKind,
    Pricing,
    Standing,
    Verdict,
    VerdictKind,
)
from recommendations.engine.verdict import fit_of, with_signal

OwnGrounds = tuple[FunctionResult, Sequence[Ground]]  # a function with what its own answers mean

LEAVES: Final = (VerdictKind.GO, VerdictKind.PREPARE_FIRST)

# The most careful first. Own secrets, language and customers' or staff data weigh before hours and cost.
PLACES: Final = (
    (PartnerPlace.ONSHORE, (Signal.STAYS_IN_COUNTRY, Signal.OWN_SECRETS, Signal.LOCAL_LANGUAGE)),
    (PartnerPlace.NEARSHORE, (Signal.PERSONAL_DATA, Signal.SAME_HOURS)),
    (PartnerPlace.OFFSHORE, (Signal.LOWEST_COST, Signal.ANYWHERE)),
)

SENSITIVITY: Final = {Signal.PERSONAL_DATA: 1, Signal.OWN_SECRETS: 2}


def partner(verdicts: Sequence[Verdict], grounds: Sequence[Ground]) -> PartnerAdvice:
    """Advise one integrated partner only for two or more models *and* a coordination load that is felt today."""
    named = {verdict.model for verdict in verdicts if verdict.kind in LEAVES and verdict.model}
    models = tuple(model for model in Column if model in named)
    load = with_signal(grounds, Signal.MANY_VENDORS, Signal.COORDINATION_HURTS)
    match len(models):
        case 0:
            kind = PartnerKind.NONE
        case 1:
            kind = PartnerKind.FOCUSED
        case _:
            kind = PartnerKind.INTEGRATED if load else PartnerKind.FOCUSED
    integrated = kind is PartnerKind.INTEGRATED
    return PartnerAdvice(kind, models, integrated, load if integrated else ())


def location(grounds: Sequence[Ground]) -> PartnerLocation:
    """Let the most careful answer decide; a law that keeps the work in the country leaves no choice."""
    possible = [(place, with_signal(grounds, *signals)) for place, signals in PLACES]
    pulling = [(place, answers) for place, answers in possible if answers]
    if not pulling:
        return PartnerLocation(PartnerPlace.OPEN, required=False, grounds=(), against=())
    place, deciding = pulling[0]
    against = tuple(ground for _, answers in pulling[1:] for ground in answers)
    return PartnerLocation(place, bool(with_signal(deciding, Signal.STAYS_IN_COUNTRY)), deciding, against)


def pricing(models: Sequence[Column], grounds: Sequence[Ground]) -> tuple[Pricing, ...]:
    return tuple(_price(model, grounds) for model in models)


def _price(model: Column, grounds: Sequence[Ground]) -> Pricing:
    """Follow the sources: BPO by transaction, person or outcome; KPO by project; ITO is our own inference."""
    transaction, person, outcome = PriceKind.PER_TRANSACTION, PriceKind.PER_FTE, PriceKind.PER_OUTCOME
    project, subscription = PriceKind.PROJECT, PriceKind.SUBSCRIPTION
    one_off, steady = with_signal(grounds, Signal.PROJECT), with_signal(grounds, Signal.STEADY_HORIZON)
    match model:
        case Column.BPO:
            return Pricing(model, transaction, (person, outcome), sourced=True, grounds=())
        case Column.KPO if steady:
            return Pricing(model, person, (project, outcome), sourced=True, grounds=steady)
        case Column.KPO:
            return Pricing(model, project, (person, outcome), sourced=True, grounds=one_off)
        case _ if one_off:
            return Pricing(model, project, (subscription,), sourced=False, grounds=one_off)
        case _:
            platform = with_signal(grounds, Signal.PLATFORM)
            return Pricing(model, subscription, (project,), sourced=False, grounds=platform)


def needs_technology(standing: Standing, verdict: Verdict, grounds: Sequence[Ground], parameters: Parameters) -> bool:
    """Whether BPO or KPO should come with a technology layer: the system fails, and ITO fits at least halfway."""
    ito = level(fit_of(standing, Column.ITO).score)
    failing = with_signal(grounds, Signal.SYSTEM_FAILING)
    return verdict.model in (Column.BPO, Column.KPO) and ito >= parameters.enabler_at_least and bool(failing)


def order(functions: Sequence[OwnGrounds], whole: Sequence[Ground], parameters: Parameters) -> Order:
    """Start with work that is ready to go, written down and least sensitive; then the most to gain.

    Where nothing is ready to go, work to prepare first may be piloted; where nothing is written down, that comes
    before the pilot. A pilot never takes everything that leaves, unless only one function does.
    """
    leaving = sorted((work for work in functions if work[0].verdict.kind in LEAVES), key=_pilot_key)
    leaning = sorted((work for work in functions if work[0].verdict.kind is VerdictKind.CANNOT_TELL), key=_gain_key)
    taken = leaving[: min(parameters.pilot_functions, max(1, len(leaving) - 1))]
    first = [work for work in taken if _sort_of(work) == _sort_of(taken[0])]
    pilot = {function.key for function, _ in first}
    rest = sorted((work for work in leaving if work[0].key not in pilot), key=_gain_key)
    ready = PilotReadiness.READY if with_signal(whole, Signal.PILOT_READY) else PilotReadiness.UNKNOWN
    return Order(
        pilot=tuple(function.key for function, _ in first),
        write_down_first=tuple(
            function.key for function, grounds in first if not with_signal(grounds, Signal.WRITTEN_DOWN)
        ),
        then=tuple(function.key for function, _ in (*rest, *leaning)),
        readiness=PilotReadiness.NOT_READY if with_signal(whole, Signal.PILOT_NOT_READY) else ready,
    )


def _sort_of(work: OwnGrounds) -> tuple[bool, bool]:
    """Tell apart what one pilot must not mix: ready from not ready, written down from not."""
    function, grounds = work
    return (function.verdict.kind is not VerdictKind.GO, not with_signal(grounds, Signal.WRITTEN_DOWN))


def _pilot_key(work: OwnGrounds) -> tuple[bool, bool, int, float, str]:
    sensitivity = max((SENSITIVITY.get(ground.signal, 0) for ground in work[1]), default=0)
    return (*_sort_of(work), sensitivity, *_gain_key(work)[1:])


def _gain_key(work: OwnGrounds) -> tuple[bool, float, str]:
    function, _ = work
    gain = function.standing.outsource.score * function.share
    return (function.verdict.kind is not VerdictKind.GO, -level(gain), function.key)

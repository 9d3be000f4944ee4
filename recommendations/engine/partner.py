"""What follows from the models: the partner, the place, the price, the technology layer, where to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assessments.edition.flow import Signal, Subject
from assessments.edition.sourcing_models import Column
from recommendations.engine.blocks import AnswerBlock
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
    PriceKind,
    Pricing,
    Verdict,
    VerdictKind,
)
from recommendations.engine.verdict import with_signal

OwnGrounds = tuple[FunctionResult, Sequence[Ground]]  # a function with what its own answers mean

LEAVES: Final = (VerdictKind.GO, VerdictKind.PREPARE_FIRST)
SOUGHT: Final = (*LEAVES, VerdictKind.CHANGE_PARTNER, VerdictKind.SPLIT)  # wants a partner that is not there yet

# The most careful first; language weighs before hours, and both before cost.
PLACES: Final = (
    (PartnerPlace.ONSHORE, (Signal.STAYS_IN_COUNTRY, Signal.IS_ON_SITE, Signal.LOCAL_LANGUAGE)),
    (PartnerPlace.NEARSHORE, (Signal.SAME_HOURS,)),
    (PartnerPlace.OFFSHORE, (Signal.LOWEST_COST, Signal.ANYWHERE)),
)
REQUIRED: Final = (Signal.STAYS_IN_COUNTRY, Signal.IS_ON_SITE)

SENSITIVITY: Final = {Signal.PERSONAL_DATA: 1, Signal.OWN_SECRETS: 2}


def partner(verdicts: Sequence[Verdict], grounds: Sequence[Ground]) -> PartnerAdvice:
    """Advise one integrated partner only for two or more models *and* where keeping firms in step hurts today."""
    named = {verdict.model for verdict in verdicts if verdict.kind in SOUGHT and verdict.model}
    models = tuple(model for model in Column if model in named)
    load = with_signal(grounds, Signal.COORDINATION_HURTS)
    match len(models):
        case 0:
            kind = PartnerKind.NONE
        case 1:
            kind = PartnerKind.FOCUSED
        case _:
            kind = PartnerKind.INTEGRATED if load else PartnerKind.FOCUSED
    integrated = kind is PartnerKind.INTEGRATED
    return PartnerAdvice(kind, models, integrated, load if integrated else ())


def location(blocks: Sequence[AnswerBlock]) -> PartnerLocation:
    """Let the most careful answer decide; while it is unknown where the data may go, nothing goes abroad."""
    grounds = [ground for block in blocks for ground in block.grounds]
    unknown = tuple(
        dict.fromkeys(
            (ground.scope, ground.question)
            for block in blocks
            for ground in with_signal(block.unknown, Signal.STAYS_IN_COUNTRY, Signal.OWN_SECRETS, Signal.IS_ON_SITE)
        )
    )
    possible = [(place, with_signal(grounds, *signals)) for place, signals in PLACES]
    pulling = [(place, answers) for place, answers in possible if answers]
    is_tied = any(block.subject == Subject.PLACE for block in blocks)
    if is_tied or (unknown and not possible[0][1]):
        against = tuple(ground for _, answers in pulling for ground in answers)
        return PartnerLocation(PartnerPlace.ONSHORE, is_tied, (), against, unknown)
    if not pulling:
        return PartnerLocation(PartnerPlace.OPEN, required=False, grounds=(), against=())
    place, deciding = pulling[0]
    against = tuple(ground for _, answers in pulling[1:] for ground in answers)
    return PartnerLocation(place, bool(with_signal(deciding, *REQUIRED)), deciding, against, unknown)


def pricing(models: Sequence[Column]) -> tuple[Pricing, ...]:
    """Say how such work is usually paid: a fact about the market, whatever the owner answers.

    BPO by transaction, person or outcome (s001), KPO by project or as needed (s003); ITO is our own inference.
    """
    usual = {
        Column.BPO: Pricing(
            Column.BPO, PriceKind.PER_TRANSACTION, (PriceKind.PER_FTE, PriceKind.PER_OUTCOME), sourced=True
        ),
        Column.KPO: Pricing(Column.KPO, PriceKind.PROJECT, (PriceKind.PER_FTE, PriceKind.PER_OUTCOME), sourced=True),
        Column.ITO: Pricing(Column.ITO, PriceKind.SUBSCRIPTION, (PriceKind.PROJECT,), sourced=False),
    }
    return tuple(usual[model] for model in models)


def needs_technology(verdict: Verdict, grounds: Sequence[Ground]) -> bool:
    """Whether BPO or KPO should come with a technology layer: the system under the work fails or is out of date."""
    failing = with_signal(grounds, Signal.SYSTEM_FAILING, Signal.SYSTEM_BREAKS_DOWN)
    return verdict.model in (Column.BPO, Column.KPO) and bool(failing)


def order(functions: Sequence[OwnGrounds], parameters: Parameters) -> Order:
    """Start with what breaks down today, then with work that is ready to go, written down and least sensitive.

    Where nothing is ready to go, work to prepare first may be piloted; where nothing is written down, that comes
    before the pilot. A pilot never takes everything that leaves, unless only one function does.
    """
    leaving = sorted((work for work in functions if work[0].verdict.kind in LEAVES), key=_pilot_key)
    leaning = sorted((work for work in functions if work[0].verdict.kind is VerdictKind.CANNOT_TELL), key=_gain_key)
    taken = leaving[: min(parameters.pilot_functions, max(1, len(leaving) - 1))]
    first = [work for work in taken if _sort_of(work) == _sort_of(taken[0])]
    pilot = {function.key for function, _ in first}
    rest = sorted((work for work in leaving if work[0].key not in pilot), key=_gain_key)
    return Order(
        urgent=tuple(function.key for function, _ in functions if function.urgent),
        pilot=tuple(function.key for function, _ in first),
        write_down_first=tuple(
            function.key for function, grounds in first if not with_signal(grounds, Signal.WRITTEN_DOWN)
        ),
        then=tuple(function.key for function, _ in (*rest, *leaning)),
    )


def _sort_of(work: OwnGrounds) -> tuple[bool, bool, bool]:
    """Tell apart what one pilot must not mix: urgent from not, ready from not ready, written down from not."""
    function, grounds = work
    is_written = bool(with_signal(grounds, Signal.WRITTEN_DOWN))
    return (not function.urgent, function.verdict.kind is not VerdictKind.GO, not is_written)


def _pilot_key(work: OwnGrounds) -> tuple[bool, bool, bool, int, float, str]:
    sensitivity = max((SENSITIVITY.get(ground.signal, 0) for ground in work[1]), default=0)
    return (*_sort_of(work), sensitivity, *_gain_key(work)[1:])


def _gain_key(work: OwnGrounds) -> tuple[bool, float, str]:
    function, _ = work
    gain = function.standing.outsource.score * function.share
    return (function.verdict.kind is not VerdictKind.GO, -level(gain), function.key)

"""The ladder from answers and scores to what to do with a function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from assessments.edition.flow import DONT_KNOW, Signal, Subject
from assessments.edition.sourcing_models import MODELS, Column
from recommendations.engine.blocks import KINDS, AnswerBlock
from recommendations.engine.mix import OUTSIDE
from recommendations.engine.parameters import Parameters
from recommendations.engine.points import level
from recommendations.engine.results import Cap, CapReason, Fit, Ground, Standing, Verdict, VerdictKind, VerdictReason

Decision = tuple[VerdictKind, VerdictReason, tuple[Ground, ...]]

# An open question that might hold work back does so, whichever of its choices would: what nobody knows is no reason to
# hand anything over.
HELD_BY_UNKNOWN: Final = (
    *((signal, CapReason.LAW) for signal in (Signal.BARRED_BY_LAW, Signal.KEPT_BY_CHOICE)),
    *((signal, CapReason.SUBJECT) for signal in KINDS),
    *((signal, CapReason.EDGE) for signal in (Signal.SETS_APART, Signal.NOT_APART)),
    *((signal, CapReason.SKILL) for signal in (Signal.BEST_SKILL, Signal.GOOD_SKILL)),
    *((signal, CapReason.CURRENT) for signal in (Signal.OUTSIDE_TROUBLE, Signal.OUTSIDE_CONTENT, Signal.OUR_PEOPLE)),
    (Signal.OFFER_MORE, CapReason.OFFER),
    (Signal.IN_HEADS, CapReason.IN_HEADS),
    (Signal.SYSTEM_BREAKS_DOWN, CapReason.BREAKS_DOWN),
)
DELICATE: Final = (Signal.PERSONAL_DATA, Signal.OWN_SECRETS)


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


def judge(standing: Standing, about: AnswerBlock, company: AnswerBlock, parameters: Parameters) -> Verdict:
    """Climb the ladder; the first rung that holds decides.

    Args:
        standing: how the models stand for this function.
        about: what was answered about it; decisive facts are read from here and touch no score.
        company: what was answered about the company that counts for work of this kind.
        parameters: where the rungs are.
    """
    caps = tuple(caps_on(standing, about, company, parameters))
    decision = (
        _bar(about)
        or _outside_the_models(about)
        or _content(about)
        or _edge(about)
        or _unknown(standing, about, parameters)
        or _trouble(about)
        or _as_it_is(about, company)
        or _by_scores(standing, about, caps, parameters)
    )
    kind, why, grounds = decision
    model = standing.ranking[0] if kind in OUTSIDE else None
    if kind is VerdictKind.STAY_OUTSIDE and level(fit_of(standing, standing.ranking[0]).score) <= parameters.neutral:
        model = None  # it stays where it is, whatever kind of firm that is
    return Verdict(
        kind=kind,
        why=why,
        model=model,
        second=_second(standing, parameters) if model else None,
        close_call=standing.close_call,
        tie=standing.tie,
        grounds=grounds,
        caps=caps if kind is VerdictKind.PREPARE_FIRST else (),
    )


def by_points(
    case: float, lowest: float, *, is_capped: bool, stays: bool, parameters: Parameters
) -> tuple[VerdictKind, VerdictReason]:
    """Decide by the case for handing over, and by the lowest it could be once every open question is answered.

    Work that is the owner's own by its nature is kept where other work would be prepared.
    """
    if level(case) < parameters.keep_in_house_below or (stays and level(case) <= parameters.prepare_up_to):
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE
    if is_capped:
        return VerdictKind.PREPARE_FIRST, VerdictReason.CAPPED
    if level(case) <= parameters.prepare_up_to:
        return VerdictKind.PREPARE_FIRST, VerdictReason.MIDDLING_OUTSOURCE
    if level(lowest) <= parameters.prepare_up_to:
        return VerdictKind.PREPARE_FIRST, VerdictReason.OPEN_ANSWERS
    return VerdictKind.GO, VerdictReason.CLEAR


def _bar(about: AnswerBlock) -> Decision | None:
    is_outside = with_signal(about.grounds, Signal.OUTSIDE_CONTENT, Signal.OUTSIDE_TROUBLE)
    kind = VerdictKind.BRING_BACK if is_outside else VerdictKind.KEEP_IN_HOUSE
    if barred := with_signal(about.grounds, Signal.BARRED_BY_LAW):
        return kind, VerdictReason.LAW, barred
    if chosen := with_signal(about.grounds, Signal.KEPT_BY_CHOICE):
        return kind, VerdictReason.OWNER, chosen
    return None


def _content(about: AnswerBlock) -> Decision | None:
    content = with_signal(about.grounds, Signal.OUTSIDE_CONTENT)
    return (VerdictKind.STAY_OUTSIDE, VerdictReason.CONTENT, content) if content else None


def _trouble(about: AnswerBlock) -> Decision | None:
    """Advise on work that an outside firm does badly today (make or buy back: UK Sourcing Playbook; McIvor 2008)."""
    grounds = about.grounds
    trouble = with_signal(grounds, Signal.OUTSIDE_TROUBLE)
    if not trouble:
        return None
    close = with_signal(grounds, Signal.SETS_APART, Signal.WOVEN_IN, Signal.CHANGES_AT_ONCE, Signal.ANSWERED_IN_PUBLIC)
    able = with_signal(grounds, Signal.BEST_SKILL, Signal.GOOD_SKILL)
    if close and with_signal(grounds, Signal.NO_SKILL):
        return VerdictKind.SPLIT, VerdictReason.TROUBLE, (*trouble, *close)
    if close or able:
        return VerdictKind.BRING_BACK, VerdictReason.TROUBLE, (*trouble, *close, *able)
    return VerdictKind.CHANGE_PARTNER, VerdictReason.TROUBLE, trouble


def _edge(about: AnswerBlock) -> Decision | None:
    """Keep what one is best at (McIvor 2008), and what an offer could not do for less."""
    grounds = about.grounds
    apart, best = with_signal(grounds, Signal.SETS_APART), with_signal(grounds, Signal.BEST_SKILL)
    if apart and best:
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE, (*apart, *best)
    dearer = with_signal(grounds, Signal.OFFER_MORE)
    if dearer and not with_signal(grounds, Signal.NO_SKILL):
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.DEARER, dearer
    ordinary, presses = with_signal(grounds, Signal.NOT_APART), with_signal(grounds, Signal.SLIPS, Signal.OFFER_LESS)
    if best and ordinary and not presses:
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.PRICE_ALONE, (*best, *ordinary)
    return None


def _outside_the_models(about: AnswerBlock) -> Decision | None:
    if about.subject != Subject.PLACE:
        return None
    return VerdictKind.LOOK_AGAIN, VerdictReason.ON_SITE, with_signal(about.grounds, Signal.IS_ON_SITE)


def _unknown(standing: Standing, about: AnswerBlock, parameters: Parameters) -> Decision | None:
    """Say nothing before enough is answered that speaks about handing over; the catalogue is no answer."""
    if about.speaks and level(standing.outsource.coverage) >= parameters.cannot_tell_below_coverage:
        return None
    return VerdictKind.CANNOT_TELL, VerdictReason.LOW_COVERAGE, ()


def _as_it_is(about: AnswerBlock, company: AnswerBlock) -> Decision | None:
    """Leave work with a team that does it properly, where nothing of its kind presses the company."""
    if not _might_stay_as_it_is(about, company):
        return None
    if about.subject and with_signal(about.grounds, Signal.IN_TIME) and not _open_trouble(company):
        grounds = with_signal(about.grounds, Signal.OUR_PEOPLE, Signal.GOOD_SKILL, Signal.IN_TIME)
        return VerdictKind.KEEP_IN_HOUSE, VerdictReason.AS_IT_IS, grounds
    return None


def _might_stay_as_it_is(about: AnswerBlock, company: AnswerBlock) -> bool:
    own, good = with_signal(about.grounds, Signal.OUR_PEOPLE), with_signal(about.grounds, Signal.GOOD_SKILL)
    presses = with_signal(about.grounds, Signal.SLIPS, Signal.OFFER_LESS) or any(
        row.weight and row.evidence[-1] > 0 for row in company.rows
    )
    return bool(own and good) and not presses


def _open_trouble(company: AnswerBlock) -> str:
    """Name the first open question about trouble of this kind."""
    open_rows = (
        row for row in company.rows if row.open and not row.waits and row.reading and row.reading.question.subject
    )
    return next((row.question for row in open_rows if row.most[-1] > 0), "")


def _by_scores(standing: Standing, about: AnswerBlock, caps: Sequence[Cap], parameters: Parameters) -> Decision:
    case = standing.outsource
    kind, why = by_points(case.score, case.interval.low, is_capped=bool(caps), stays=about.stays, parameters=parameters)
    leader = fit_of(standing, standing.ranking[0])
    if kind is not VerdictKind.KEEP_IN_HOUSE and level(leader.score) <= parameters.neutral:
        return VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT, ()
    return kind, why, ()


def caps_on(standing: Standing, about: AnswerBlock, company: AnswerBlock, parameters: Parameters) -> Iterator[Cap]:
    """List what holds work at "prepare first", in the order in which to lift it."""
    grounds = about.grounds
    held = {
        reason: Cap(reason, ground.scope, ground.question, DONT_KNOW)
        for signal, reason in HELD_BY_UNKNOWN
        for ground in with_signal(about.unknown, signal)[:1]
    }
    held |= {
        reason: Cap(reason, about.scope, ground.question, ground.answer)
        for signal, reason in (
            (Signal.SETS_APART, CapReason.EDGE),
            (Signal.OFFER_MORE, CapReason.OFFER),
            (Signal.IN_HEADS, CapReason.IN_HEADS),
            (Signal.SYSTEM_BREAKS_DOWN, CapReason.BREAKS_DOWN),
        )
        for ground in with_signal(grounds, signal)[:1]
    }
    if with_signal(grounds, Signal.SETS_APART) and (none := with_signal(grounds, Signal.NO_SKILL)):
        held.pop(CapReason.EDGE)
        held[CapReason.EDGE_WITHOUT_SKILL] = Cap(
            CapReason.EDGE_WITHOUT_SKILL, about.scope, none[0].question, none[0].answer
        )
    if (best := with_signal(grounds, Signal.BEST_SKILL)) and with_signal(grounds, Signal.NOT_APART):
        held[CapReason.PRICE_ALONE] = Cap(CapReason.PRICE_ALONE, about.scope, best[0].question, best[0].answer)
    if _touches_delicate_data(about):
        for ground in with_signal((*company.grounds, *company.unknown), Signal.DATA_EXPOSED)[:1]:
            held[CapReason.EXPOSED] = Cap(CapReason.EXPOSED, company.scope, ground.question, ground.answer)
    if _might_stay_as_it_is(about, company):
        # Whether anything presses is not known: on_time is open, or the company's trouble of this kind.
        in_time = with_signal(about.unknown, Signal.IN_TIME)
        if in_time:
            held[CapReason.NEED] = Cap(CapReason.NEED, about.scope, in_time[0].question, DONT_KNOW)
        elif question := _open_trouble(company):
            held[CapReason.NEED] = Cap(CapReason.NEED, company.scope, question, DONT_KNOW)
    if _is_unsettled(standing, parameters):
        held[CapReason.CLOSE_CALL] = Cap(CapReason.CLOSE_CALL, about.scope, "", "")
    return (held[reason] for reason in CapReason if reason in held)


def _touches_delicate_data(about: AnswerBlock) -> bool:
    return bool(with_signal((*about.grounds, *about.unknown), *DELICATE))


def _is_unsettled(standing: Standing, parameters: Parameters) -> bool:
    """Whether another model is close, or no model may fit, or could once every open question is answered."""
    leader = fit_of(standing, standing.ranking[0])
    rival = max(fit.interval.high for fit in standing.fits if fit.column != leader.column)
    lowest = leader.interval.low
    return level(lowest - rival) < parameters.close_gap or level(lowest) <= parameters.neutral


def _second(standing: Standing, parameters: Parameters) -> Column | None:
    second = fit_of(standing, standing.ranking[1])
    near = level(standing.gap) <= parameters.second_within
    return second.column if near and level(second.score) >= parameters.second_at_least else None

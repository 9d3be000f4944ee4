"""What to do next about a function: what lifts its caps, what its plan begins with, or what to mend where it stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column
from recommendations.engine.blocks import AnswerBlock
from recommendations.engine.results import (
    ActionKind,
    Cap,
    CapReason,
    NextAction,
    OpenQuestion,
    PlanKind,
    Verdict,
    VerdictKind,
    VerdictReason,
)
from recommendations.engine.verdict import with_signal

LIFTED_BY: Final = {
    CapReason.EXPOSED: ActionKind.PROTECT_DATA,
    CapReason.BREAKS_DOWN: ActionKind.MEND_SYSTEM,
    CapReason.IN_HEADS: ActionKind.WRITE_DOWN,
    CapReason.EDGE_WITHOUT_SKILL: ActionKind.BUILD_SKILL,
    CapReason.EDGE: ActionKind.KEEP_CONTROL,
    CapReason.OFFER: ActionKind.COMPARE_PRICE,
    CapReason.PRICE_ALONE: ActionKind.COMPARE_PRICE,
    CapReason.CLOSE_CALL: ActionKind.TRY_BOTH,
}
# What ails work wherever it is done.
MENDED_BY: Final = (
    (Signal.SYSTEM_BREAKS_DOWN, ActionKind.MEND_SYSTEM),
    (Signal.IN_HEADS, ActionKind.WRITE_DOWN),
    (Signal.NO_SKILL, ActionKind.BUILD_SKILL),
    (Signal.SLIPS, ActionKind.RELIEVE),
)
KEPT_WITH: Final = {
    VerdictReason.LAW: ActionKind.CHECK_LAW,
    VerdictReason.EDGE: ActionKind.SECURE_SKILL,
    VerdictReason.PRICE_ALONE: ActionKind.COMPARE_PRICE,
}
PLANS: Final = {Column.BPO: PlanKind.TAKE_OVER, Column.KPO: PlanKind.TRY_EXPERT, Column.ITO: PlanKind.MOVE_SYSTEM}


def plan(verdict: Verdict, *, one_off: bool) -> PlanKind:
    if verdict.model is None or verdict.kind is VerdictKind.STAY_OUTSIDE:
        return PlanKind.NONE
    return PlanKind.PROJECT if one_off else PLANS[verdict.model]


def next_actions(
    verdict: Verdict, about: AnswerBlock, open_questions: tuple[OpenQuestion, ...], *, automate: bool
) -> tuple[NextAction, ...]:
    """List them in the order to do them in, each once, at least one."""
    return tuple(dict.fromkeys(_actions(verdict, about, open_questions, automate=automate)))


def _actions(
    verdict: Verdict, about: AnswerBlock, open_questions: tuple[OpenQuestion, ...], *, automate: bool
) -> Iterator[NextAction]:
    asked = with_signal(about.grounds, Signal.OFFER_NEVER_ASKED)
    offer = [NextAction(ActionKind.ASK_OFFER, ground.question) for ground in asked]
    match verdict.kind:
        case VerdictKind.CANNOT_TELL:
            yield from [NextAction(ActionKind.ANSWER, open_.question) for open_ in open_questions[:2]]
            yield NextAction(ActionKind.LOOK_AGAIN)
        case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
            yield from map(_lifting, verdict.caps)
            if verdict.why is VerdictReason.OPEN_ANSWERS:
                yield from [NextAction(ActionKind.FIND_OUT, open_.question) for open_ in open_questions[:1]]
            if automate:
                yield NextAction(ActionKind.AUTOMATE)
            yield from offer
            yield NextAction(ActionKind.BEGIN)
        case VerdictKind.STAY_OUTSIDE:
            yield NextAction(ActionKind.RENEW)
        case VerdictKind.CHANGE_PARTNER:
            yield NextAction(ActionKind.BRIEF_NEXT)
        case VerdictKind.SPLIT:
            yield NextAction(ActionKind.DIVIDE)
            yield NextAction(ActionKind.BRIEF_NEXT)
        case VerdictKind.BRING_BACK:
            yield NextAction(ActionKind.TAKE_BACK)
            yield from [action for action in _mending(about) if action.kind is not ActionKind.RELIEVE]
        case VerdictKind.LOOK_AGAIN:
            if verdict.why is VerdictReason.ON_SITE:
                yield NextAction(ActionKind.ASK_OFFER)
            yield NextAction(ActionKind.LOOK_AGAIN)
        case VerdictKind.KEEP_IN_HOUSE:
            if verdict.why in KEPT_WITH:
                yield NextAction(KEPT_WITH[verdict.why], verdict.grounds[0].question)
            if automate:
                yield NextAction(ActionKind.AUTOMATE)
            yield from _mending(about)
            yield NextAction(ActionKind.LOOK_AGAIN)


def _lifting(cap: Cap) -> NextAction:
    """Find out what is not known; else do what lifts the cap."""
    kind = LIFTED_BY[cap.reason] if cap.reason in LIFTED_BY and not cap.is_unknown else ActionKind.FIND_OUT
    return NextAction(kind, cap.question)


def _mending(about: AnswerBlock) -> Iterator[NextAction]:
    for signal, kind in MENDED_BY:
        for ground in with_signal(about.grounds, signal):
            yield NextAction(kind, ground.question)

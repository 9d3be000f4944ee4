"""What a report is written from: the edition, the answers, the engine's result and the model profiles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from assessments.edition import flow
from recommendations.engine import (
    MODELS,
    OUTSIDE,
    PARAMETERS,
    SOUGHT,
    Column,
    FunctionResult,
    MixLabel,
    Parameters,
    Recommendation,
    Standing,
    StrengthWord,
    VerdictKind,
)
from recommendations.reports import wording

PARTS: Final = (*map(str, MODELS), "in_house")
WEAKEST_FIRST: Final = tuple(reversed(StrengthWord))

Content: TypeAlias = dict[str, Any]  # a piece of the frozen content, as report.schema.json describes it


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One line of a model profile, such as a drawback with its remedy."""

    text: str
    remedy: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """What is said about one model; `lines` by their kind."""

    key: str
    full_name: str
    lines: Mapping[str, tuple[ProfileLine, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[ProfileLine, ...]:
        return self.lines.get(kind, ())


@dataclass(frozen=True)
class ReportInputs:
    """Everything a report is written from.

    `answers` are the counted ones; `notes` what people wrote beside them; `profiles` by model.
    """

    edition: flow.Edition
    organisation: str
    functions: tuple[flow.Selected, ...]
    answers: flow.Answers
    result: Recommendation
    profiles: Mapping[str, ProfileWords] = field(default_factory=dict)
    notes: Mapping[flow.Place, str] = field(default_factory=dict)
    parameters: Parameters = PARAMETERS

    @cached_property
    def selected(self) -> Mapping[str, flow.Selected]:
        return {function.key: function for function in self.functions}

    @cached_property
    def results(self) -> Mapping[str, FunctionResult]:
        return {function.key: function for function in self.result.functions}

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The part of the whole time each function takes."""
        whole = sum(function.share for function in self.functions)
        return {function.key: function.share / whole for function in self.functions}

    @cached_property
    def percents(self) -> Mapping[str, int]:
        """The same in whole percent, rounded together to 100."""
        return dict(zip(self.shares, wording.percents(self.shares.values()), strict=True))

    @cached_property
    def mix_percents(self) -> Mapping[str, int]:
        """The mix in whole percent. Work that goes to one place counts as it is printed for its function."""
        rest = {part: getattr(self.result.mix, part) for part in PARTS}
        printed = dict.fromkeys(PARTS, 0)
        for function in self.result.functions:
            if part := _only_part(function):
                printed[part] += self.percents[function.key]
                rest[part] -= self.shares[function.key]
        shared = wording.percents(
            [max(0.0, share) for share in rest.values()], total=wording.ALL - sum(printed.values())
        )
        return {part: printed[part] + more for part, more in zip(PARTS, shared, strict=True)}

    @cached_property
    def outside(self) -> tuple[FunctionResult, ...]:
        """Functions that are to leave or are outside, whose scores the overall scores are made of."""
        return tuple(function for function in self.result.functions if function.verdict.model is not None)

    @cached_property
    def leaving(self) -> tuple[FunctionResult, ...]:
        """Functions for which a partner is looked for."""
        return tuple(function for function in self.outside if function.verdict.kind in SOUGHT)

    @cached_property
    def models(self) -> tuple[Column, ...]:
        """The models for which a partner is looked for, the one with most of the time first."""
        time: dict[Column, float] = {}
        for function in self.leaving:
            for model in recommended(function):
                time[model] = time.get(model, 0.0) + self.shares[function.key]
        return tuple(sorted(time, key=lambda model: (-time[model], tuple(Column).index(model))))

    @property
    def overall(self) -> Standing:
        return self.result.overall

    @property
    def is_decided(self) -> bool:
        """Whether some function is to be handed over or is outside, so that a model can be spoken for."""
        return bool(self.outside)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing can be said about any function yet."""
        return all(function.verdict.kind is VerdictKind.CANNOT_TELL for function in self.result.functions)

    @cached_property
    def front(self) -> tuple[Column, ...]:
        """The models to name first for the whole: in a mix the one that is the larger by time and by scores, if any."""
        if not self.is_decided:
            return ()
        if self.is_mix and not self.overall.tie:
            return (self.result.mix.largest,) if self.result.mix.largest else ()
        return self.overall.leaders

    @cached_property
    def is_mix(self) -> bool:
        """Whether more than one model is advised, also where most of the work stays."""
        advised = {model for function in self.outside for model in recommended(function)}
        return self.result.mix.label is MixLabel.MIX or len(advised) > 1

    @property
    def spoken_of(self) -> tuple[FunctionResult, ...]:
        return spoken_of(self.result)

    @property
    def strength(self) -> StrengthWord | None:
        return strength_of(self.result)

    @cached_property
    def assumed(self) -> Mapping[flow.Place, str]:
        """The typical answers that lean the scores because nobody gave any, by place."""
        return flow.assumed(self.edition, self.functions, self.answers)

    def choice(self, place: flow.Place) -> flow.Choice | None:
        """Look up what was chosen there; None for a don't-know and the like, and for what is assumed."""
        question = self.edition.question_by_key.get(place[1])
        return question.choice_by_key.get(self.answers.get(place, "")) if question else None

    def moving(self, place: flow.Place) -> flow.Choice | None:
        """Look up what moves the scores there: what was chosen, or else what is assumed."""
        question = self.edition.question_by_key[place[1]] if place in self.assumed else None
        return question.choice_by_key[self.assumed[place]] if question else self.choice(place)

    def name_in_sentence(self, key: str) -> str:
        """Write a function's name as it stands inside a sentence."""
        return wording.in_sentence(self.selected[key], self.edition)

    def names_in_sentence(self, functions: Iterable[FunctionResult]) -> str:
        return wording.listed(self.name_in_sentence(function.key) for function in functions)


def recommended(function: FunctionResult) -> tuple[Column, ...]:
    """Name the model that is advised for a function; all of them in a tie."""
    if function.verdict.kind not in OUTSIDE or function.verdict.model is None:
        return ()
    return function.standing.leaders if function.verdict.tie else (function.verdict.model,)


def spoken_of(result: Recommendation) -> tuple[FunctionResult, ...]:
    """Pick the functions that the advice is as sure as: those outside, or all of which anything can be said."""
    outside = tuple(function for function in result.functions if function.verdict.kind in OUTSIDE)
    told = (function for function in result.functions if function.verdict.kind is not VerdictKind.CANNOT_TELL)
    return outside or tuple(told)


def strength_of(result: Recommendation) -> StrengthWord | None:
    """How firm the advice is: as firm as for the function it is least sure of; None where it says nothing yet."""
    words = [function.strength for function in spoken_of(result) if function.strength]
    return min(words, key=WEAKEST_FIRST.index, default=None)


def held_in(function: FunctionResult) -> float:
    """Give the share of the re-runs in which a function's verdict held, and its model where it has one."""
    held = 1.0 if function.stability is None else function.stability
    model = function.verdict.model
    return held if model is None else min(held, stability_of(function.standing, model))


def is_asked(function: FunctionResult) -> bool:
    """Whether any question could move one of its scores."""
    return any(fit.asked for fit in (*function.standing.fits, function.standing.outsource))


def is_answered(function: FunctionResult) -> bool:
    """Whether any answer moves one of its scores."""
    return any(fit.answered for fit in (*function.standing.fits, function.standing.outsource))


def stability_of(standing: Standing, model: Column) -> float:
    return next(strength.stability for strength in standing.strengths if strength.model == model)


def _only_part(function: FunctionResult) -> str:
    """Name the part of the mix that has all of a function's time; empty where it is shared."""
    verdict = function.verdict
    if verdict.model is None:
        return PARTS[-1]
    is_shared = verdict.close_call or verdict.tie or verdict.kind is VerdictKind.SPLIT or verdict.model is None
    return "" if is_shared else str(verdict.model)

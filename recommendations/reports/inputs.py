"""What a report is written from: the edition, the answers, the engine's result and the model profiles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from assessments.edition import flow
from recommendations.engine import (
    LEAVES,
    PARAMETERS,
    Column,
    FunctionResult,
    Parameters,
    Recommendation,
    Standing,
    StrengthWord,
    VerdictKind,
    fit_of,
)

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
    def leaving(self) -> tuple[FunctionResult, ...]:
        """Functions with a model to hand them to, now or after preparation."""
        return tuple(function for function in self.result.functions if function.verdict.kind in LEAVES)

    @cached_property
    def models(self) -> tuple[Column, ...]:
        """The models that are recommended for some function, the one with most of the time first."""
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
        """Whether some function is to be handed over, so that a model can be spoken for."""
        return bool(self.leaving)

    @cached_property
    def agrees(self) -> bool:
        """Whether the model in front overall is one that is recommended for a function."""
        return self.overall.ranking[0] in self.models

    @property
    def asked_about(self) -> Standing:
        """How the models stand for what was asked about: the one function, or the whole where there are several."""
        return self.result.functions[0].standing if len(self.functions) == 1 else self.result.overall

    @cached_property
    def strength(self) -> StrengthWord | None:
        """How firm the advice is: as firm as for the function it is least sure of; None where nothing leaves.

        It is open where it rests on no answer at all, only on how such work is usually bought.
        """
        if not self.leaving:
            return None
        if not any(fit_of(function.standing, function.standing.ranking[0]).answered for function in self.leaving):
            return StrengthWord.OPEN
        weakest_first = tuple(reversed(StrengthWord))
        return min((strength_of(function.standing) for function in self.leaving), key=weakest_first.index)

    def choice(self, place: flow.Place) -> flow.Choice | None:
        """Look up what was chosen there; None for a don't-know and the like."""
        question = self.edition.question_by_key.get(place[1])
        return question.choice_by_key.get(self.answers.get(place, "")) if question else None


def recommended(function: FunctionResult) -> tuple[Column, ...]:
    """Name the model that is advised for a function; all of them in a tie."""
    if function.verdict.kind not in LEAVES or function.verdict.model is None:
        return ()
    return function.standing.leaders if function.verdict.tie else (function.verdict.model,)


def kind_of(function: FunctionResult) -> VerdictKind:
    """Take the verdict as a report puts it: where nothing fits because nothing is known, we cannot tell yet."""
    verdict = function.verdict
    known = fit_of(function.standing, function.standing.ranking[0]).coverage
    if verdict.kind is VerdictKind.LOOK_AGAIN and known < PARAMETERS.cannot_tell_below_coverage:
        return VerdictKind.CANNOT_TELL
    return verdict.kind


def strength_of(standing: Standing) -> StrengthWord:
    return next(strength.word for strength in standing.strengths if strength.model == standing.ranking[0])


def stability_of(standing: Standing, model: Column) -> float:
    return next(strength.stability for strength in standing.strengths if strength.model == model)

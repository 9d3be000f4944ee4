"""What comes out of the engine: frozen, plain values that can be saved as JSON as they stand.

Points are on the 0-100 scale of the scores. A `scope` is "" for the organisation, or a function's key. Every
`printed` number is ready for the page: scores and gaps whole, points with one decimal, and the printed points of a
list add up to its printed score (less 50) or gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column


class VerdictKind(StrEnum):
    """What to do with a function."""

    KEEP_IN_HOUSE = "keep_in_house"
    LOOK_AGAIN = "look_again"
    CANNOT_TELL = "cannot_tell"
    PREPARE_FIRST = "prepare_first"
    GO = "go"


class VerdictReason(StrEnum):
    """The rung of the verdict's ladder that decided."""

    LAW = "law"
    OWNER = "owner"
    EDGE = "edge"
    LOW_OUTSOURCE = "low_outsource"
    NO_FIT = "no_fit"
    LOW_COVERAGE = "low_coverage"
    MIDDLING_OUTSOURCE = "middling_outsource"
    CLEAR = "clear"


class StrengthWord(StrEnum):
    """How firmly a model stands in its place."""

    FIRM = "firm"
    FAIR = "fair"
    OPEN = "open"


class MixLabel(StrEnum):
    """The whole mix in one word; UNDECIDED where most of the work has nothing that speaks for any model."""

    BPO = "bpo"
    KPO = "kpo"
    ITO = "ito"
    MIX = "mix"
    IN_HOUSE = "in_house"
    UNDECIDED = "undecided"


class PartnerKind(StrEnum):
    """Who to look for; NONE where nothing is recommended to leave."""

    NONE = "none"
    FOCUSED = "focused"
    INTEGRATED = "integrated"


class PartnerPlace(StrEnum):
    """Where the provider's people may sit; OPEN where no answer speaks about it."""

    ONSHORE = "onshore"
    NEARSHORE = "nearshore"
    OFFSHORE = "offshore"
    OPEN = "open"


class PriceKind(StrEnum):
    """How the provider is paid."""

    PER_TRANSACTION = "per_transaction"
    PER_FTE = "per_fte"
    PER_OUTCOME = "per_outcome"
    PROJECT = "project"
    SUBSCRIPTION = "subscription"


class PilotReadiness(StrEnum):
    """What the owner said about starting a pilot."""

    READY = "ready"
    NOT_READY = "not_ready"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contribution:
    """The points one answer gives a score; `question` is "catalogue" for what the catalogue says."""

    scope: str
    question: str
    answer: str
    points: float
    printed: float


@dataclass(frozen=True, slots=True)
class Interval:
    """The score with every open question at its worst and at its best."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fit:
    """One score, 0-100, where 50 means no evidence either way.

    `contributions` are the answers that moved it, strongest first; they sum to score - 50. `answered` of `asked`
    questions that could speak for this column were answered (the catalogue is not a question).
    """

    column: Column
    score: float
    printed: int
    coverage: float
    interval: Interval
    answered: int
    asked: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class ModelStrength:
    """How firmly a model stands in its place: the leader in front, every other one behind it.

    `stability` is the share of draws in which the model ranks first: robustness to our weights, not the chance of
    being right. `word` weighs the leader's stability, and for another model the share in which it is not first.
    """

    model: Column
    stability: float
    coverage: float
    word: StrengthWord


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer whose meaning decided something."""

    scope: str
    question: str
    answer: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a function.

    `model` is None when the work stays or nothing speaks for any model; for CANNOT_TELL it is where the answers lean.
    `second` is a model close enough to be named as well. `close_call` and `tie` concern the first two places.
    """

    kind: VerdictKind
    why: VerdictReason
    model: Column | None
    second: Column | None
    close_call: bool
    tie: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Why the first and not the second: differences of contributions, strongest first, that sum to the gap."""

    first: Column
    second: Column
    gap: float
    printed: int
    differences: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer changed; `before` may be "dont_know"."""

    scope: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The smallest change of one answer, else of two, that puts another model in front."""

    before: Column
    after: Column
    changes: tuple[AnswerChange, ...]


@dataclass(frozen=True, slots=True)
class CriticalQuestion:
    """The question whose smallest relative change of weight (-0.5 is half, +1 is double) puts another model in front."""

    question: str
    change: float
    after: Column


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question and the points by which an answer could narrow the leading model's interval."""

    scope: str
    question: str
    points: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How the models stand, for one function or for the whole.

    `fits` are in the order BPO, KPO, ITO; `ranking` is best first, ties in that same order. `leaders` has more than
    one model when they tie for first. `gap` is first minus second. `counterfactual` is None in a tie, or when no two
    answers would change the leader.
    """

    fits: tuple[Fit, ...]
    outsource: Fit
    ranking: tuple[Column, ...]
    leaders: tuple[Column, ...]
    gap: float
    tie: bool
    close_call: bool
    strengths: tuple[ModelStrength, ...]
    contrast: Contrast
    counterfactual: Counterfactual | None
    critical: CriticalQuestion | None
    open_questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True)
class PartnerLocation:
    """Where the work may sit: the most careful answer wins, what pulls elsewhere is kept in `against`."""

    place: PartnerPlace
    required: bool
    grounds: tuple[Ground, ...]
    against: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """Everything said about one function."""

    key: str
    share: float
    standing: Standing
    verdict: Verdict
    enabler: bool
    location: PartnerLocation


@dataclass(frozen=True, slots=True)
class Mix:
    """Where the team's time would go, in parts that sum to 1. Work that nothing speaks for stays in-house for now."""

    bpo: float
    kpo: float
    ito: float
    in_house: float
    label: MixLabel


@dataclass(frozen=True, slots=True)
class PartnerAdvice:
    """One integrated partner or focused ones, for these models; an integrated one always with the warning."""

    kind: PartnerKind
    models: tuple[Column, ...]
    concentration_warning: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Pricing:
    """How to pay for a model; `sourced` is False where none of the sources discusses its price."""

    model: Column
    first: PriceKind
    others: tuple[PriceKind, ...]
    sourced: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Where to start. `write_down_first` are pilot functions whose steps are not written and measured yet."""

    pilot: tuple[str, ...]
    write_down_first: tuple[str, ...]
    then: tuple[str, ...]
    readiness: PilotReadiness


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The whole advice. `mix.label` is the headline; `verdict` is the ladder applied to the whole, without bars."""

    method: str
    scheme: str
    overall: Standing
    verdict: Verdict
    functions: tuple[FunctionResult, ...]
    mix: Mix
    enabler: bool
    partner: PartnerAdvice
    location: PartnerLocation
    pricing: tuple[Pricing, ...]
    order: Order

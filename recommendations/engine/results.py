"""What comes out of the engine: frozen, plain values that can be saved as JSON as they stand.

Points are on the 0-100 scale of the scores. A `scope` is "" for the organisation, or a function's key. Every
`printed` number is ready for the page: scores and gaps whole, points with one decimal, and the printed points of a
list add up to its printed score (less 50) or gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.edition.flow import DONT_KNOW, Signal
from assessments.edition.sourcing_models import Column


class VerdictKind(StrEnum):
    """What to do with a function. STAY_OUTSIDE to BRING_BACK are for work that an outside firm does today."""

    GO = "go"
    PREPARE_FIRST = "prepare_first"
    KEEP_IN_HOUSE = "keep_in_house"
    STAY_OUTSIDE = "stay_outside"
    CHANGE_PARTNER = "change_partner"
    SPLIT = "split"
    BRING_BACK = "bring_back"
    LOOK_AGAIN = "look_again"
    CANNOT_TELL = "cannot_tell"


class VerdictReason(StrEnum):
    """The rung of the verdict's ladder that decided."""

    LAW = "law"
    OWNER = "owner"
    CONTENT = "content"
    TROUBLE = "trouble"
    EDGE = "edge"
    PRICE_ALONE = "price_alone"
    DEARER = "dearer"
    ON_SITE = "on_site"
    AS_IT_IS = "as_it_is"
    LOW_COVERAGE = "low_coverage"
    LOW_OUTSOURCE = "low_outsource"
    NO_FIT = "no_fit"
    CAPPED = "capped"
    MIDDLING_OUTSOURCE = "middling_outsource"
    OPEN_ANSWERS = "open_answers"
    CLEAR = "clear"


class CapReason(StrEnum):
    """Why work may at most be prepared, whatever its scores; in the order in which to lift them."""

    LAW = "law"
    SUBJECT = "subject"
    EXPOSED = "exposed"
    BREAKS_DOWN = "breaks_down"
    IN_HEADS = "in_heads"
    EDGE_WITHOUT_SKILL = "edge_without_skill"
    EDGE = "edge"
    SKILL = "skill"
    CURRENT = "current"
    NEED = "need"
    OFFER = "offer"
    PRICE_ALONE = "price_alone"
    CLOSE_CALL = "close_call"


class ActionKind(StrEnum):
    """What to do next about a function; the reports word each."""

    ANSWER = "answer"
    FIND_OUT = "find_out"
    WRITE_DOWN = "write_down"
    MEND_SYSTEM = "mend_system"
    PROTECT_DATA = "protect_data"
    KEEP_CONTROL = "keep_control"
    BUILD_SKILL = "build_skill"
    COMPARE_PRICE = "compare_price"
    TRY_BOTH = "try_both"
    ASK_OFFER = "ask_offer"
    BEGIN = "begin"
    CHECK_LAW = "check_law"
    SECURE_SKILL = "secure_skill"
    RELIEVE = "relieve"
    AUTOMATE = "automate"
    LOOK_AGAIN = "look_again"
    RENEW = "renew"
    BRIEF_NEXT = "brief_next"
    TAKE_BACK = "take_back"
    DIVIDE = "divide"


class PlanKind(StrEnum):
    """How the work changes hands: a process is taken over, an expert tried, a system moved, a project bought."""

    TAKE_OVER = "take_over"
    TRY_EXPERT = "try_expert"
    MOVE_SYSTEM = "move_system"
    PROJECT = "project"
    NONE = "none"


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
class Cap:
    """An answer that lets work be prepared at most; `answer` is "dont_know" where what is not known might forbid more.

    `question` is empty for a close call, which no single answer makes.
    """

    reason: CapReason
    scope: str
    question: str
    answer: str

    @property
    def is_unknown(self) -> bool:
        return self.answer == DONT_KNOW


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a function.

    `model` is None when the work stays, comes back or is unclear. `second` is a model close enough to be named as
    well. `close_call` and `tie` concern the first two places. `grounds` are the answers that decided by what they
    mean; `caps` what holds the work at "prepare first", in the order in which to lift them.
    """

    kind: VerdictKind
    why: VerdictReason
    model: Column | None
    second: Column | None
    close_call: bool
    tie: bool
    grounds: tuple[Ground, ...]
    caps: tuple[Cap, ...] = ()


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
class VerdictTurn:
    """The smallest change of one answer that turns a verdict by its points: what it is, and the verdict it leads to."""

    change: AnswerChange
    after: VerdictKind


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
    """Where the work may sit: the most careful answer wins, what pulls elsewhere is kept in `against`.

    `unknown` are open questions (scope, question) that keep the work in the country until they are answered.
    """

    place: PartnerPlace
    required: bool
    grounds: tuple[Ground, ...]
    against: tuple[Ground, ...]
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do next about a function; `question` is what to find out or answer, or the answer it comes from."""

    kind: ActionKind
    question: str = ""


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """Everything said about one function.

    `subject` is what kind of thing it is: process, knowledge, technology, place, or "" where that is not known.
    `strength` is the weaker of model and verdict, None without draws; `stability` the share of draws with this
    verdict. `turn` is the one answer that would turn the verdict by its points. `actions` are never empty.
    """

    key: str
    share: float
    subject: str
    standing: Standing
    verdict: Verdict
    strength: StrengthWord | None
    stability: float | None
    turn: VerdictTurn | None
    enabler: bool
    automate: bool
    urgent: bool
    plan: PlanKind
    actions: tuple[NextAction, ...]
    location: PartnerLocation


@dataclass(frozen=True, slots=True)
class Mix:
    """Where the team's time would go, in parts that sum to 1. Work that nothing speaks for stays in-house for now.

    `largest` is the model that has most of what is outside and leads the overall scores as well; None where nothing
    is outside or where time and scores name different models.
    """

    bpo: float
    kpo: float
    ito: float
    in_house: float
    label: MixLabel
    largest: Column | None


@dataclass(frozen=True, slots=True)
class PartnerAdvice:
    """One integrated partner or focused ones, for these models; an integrated one always with the warning."""

    kind: PartnerKind
    models: tuple[Column, ...]
    concentration_warning: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Pricing:
    """How such work is usually paid; `sourced` is False where none of the sources discusses its price."""

    model: Column
    first: PriceKind
    others: tuple[PriceKind, ...]
    sourced: bool


@dataclass(frozen=True, slots=True)
class Pressure:
    """How hard one kind of trouble presses the company; never a recommendation.

    `subject` is process, knowledge or technology; `score` 0-100, where 50 says nothing; `contributions` its reasons.
    """

    subject: str
    score: float
    printed: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Where to start. `write_down_first` are pilot functions whose steps are not written down yet.

    `urgent` are functions that break down or slip today: they come first, whatever else would be the safer pilot.
    """

    urgent: tuple[str, ...]
    pilot: tuple[str, ...]
    write_down_first: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The whole advice. `mix.label` is the headline.

    `overall` are the functions' scores weighed by their time: of those that leave or are outside, or of all where
    none is, which is then a `first_impression`; without functions it is the company's answers. `verdict` is about
    the company's answers alone where no function was chosen, and None else. `pressures` are what presses the company.
    """

    method: str
    scheme: str
    overall: Standing
    first_impression: bool
    verdict: Verdict | None
    pressures: tuple[Pressure, ...]
    functions: tuple[FunctionResult, ...]
    mix: Mix
    enabler: bool
    partner: PartnerAdvice
    location: PartnerLocation
    pricing: tuple[Pricing, ...]
    order: Order

    @property
    def strength(self) -> StrengthWord | None:
        """How firm the advice is: as firm as for the function it is least sure of; None where it says nothing yet."""
        told = [function for function in self.functions if function.verdict.kind is not VerdictKind.CANNOT_TELL]
        outside = [function for function in told if function.verdict.model is not None]
        words = [function.strength for function in outside or told if function.strength is not None]
        return min(words, key=tuple(reversed(StrengthWord)).index, default=None)

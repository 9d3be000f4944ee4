"""An edition and its answers as plain values: what is asked, in which order, and how far someone has come.

Pure: no Django, no clock, no rows. The same values are read from a TOML file, from the database and from an
answers file, so that there is one description of a questionnaire.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from assessments.edition.sourcing_models import COLUMNS

DONT_KNOW: Final = "dont_know"
NOT_APPLICABLE: Final = "not_applicable"
BLANKS: Final = (DONT_KNOW, NOT_APPLICABLE)
ORGANISATION: Final = ""  # the function key under which organisation answers are kept
MOST_FUNCTIONS: Final = 8
OWN_KEYS: Final = ("own_1", "own_2", "own_3")
SHARES: Final = (1, 2, 4)
USUAL_SHARE: Final = 2
# Words a form or an answer uses for something else, so that nothing in an edition may be called by them.
RESERVED: Final = (
    *(*BLANKS, *OWN_KEYS, "unanswered", "version", "action", "next", "csrfmiddlewaretoken"),
    *("confirm", "confirmed", "functions", "keep", "note", "remove", "return", "search", "seen", "share"),
)
Evidence: TypeAlias = tuple[int, ...]  # half-steps, in the order of COLUMNS
Place: TypeAlias = tuple[str, str]  # (function key or ORGANISATION, question key)
Answers: TypeAlias = Mapping[Place, str]  # choice key, DONT_KNOW or NOT_APPLICABLE; no entry = unanswered


class Scope(StrEnum):
    """Whether a question is asked once, or once for each chosen function."""

    ORGANISATION = "organisation"
    FUNCTION = "function"


class Subject(StrEnum):
    """What kind of thing is handed over, and what kind of trouble a question about the company is about."""

    PROCESS = "process"
    KNOWLEDGE = "knowledge"
    TECHNOLOGY = "technology"
    PLACE = "place"


SUBJECTS: Final = tuple(subject.value for subject in Subject)


class Signal(StrEnum):
    """What a choice may mean to the rules beside its evidence; they read this, so that an author may rename any key."""

    IS_PROCESS = "is_process"
    IS_KNOWLEDGE = "is_knowledge"
    IS_TECHNOLOGY = "is_technology"
    IS_ON_SITE = "is_on_site"
    SETS_APART = "sets_apart"
    NOT_APART = "not_apart"
    BEST_SKILL = "best_skill"
    GOOD_SKILL = "good_skill"
    NO_SKILL = "no_skill"
    IN_TIME = "in_time"
    SLIPS = "slips"
    OUR_PEOPLE = "our_people"
    OUTSIDE_CONTENT = "outside_content"
    OUTSIDE_TROUBLE = "outside_trouble"
    WOVEN_IN = "woven_in"
    CHANGES_AT_ONCE = "changes_at_once"
    ANSWERED_IN_PUBLIC = "answered_in_public"
    OFFER_LESS = "offer_less"
    OFFER_MORE = "offer_more"
    OFFER_NEVER_ASKED = "offer_never_asked"
    FIXED_STEPS = "fixed_steps"
    PROGRAM_EXISTS = "program_exists"
    SYSTEM_FAILING = "system_failing"
    SYSTEM_BREAKS_DOWN = "system_breaks_down"
    BY_HAND = "by_hand"
    IN_HEADS = "in_heads"
    WRITTEN_DOWN = "written_down"
    DATA_EXPOSED = "data_exposed"
    PERSONAL_DATA = "personal_data"
    OWN_SECRETS = "own_secrets"
    BARRED_BY_LAW = "barred_by_law"
    KEPT_BY_CHOICE = "kept_by_choice"
    STAYS_IN_COUNTRY = "stays_in_country"
    WITH_CONDITIONS = "with_conditions"
    COORDINATION_HURTS = "coordination_hurts"
    LOWEST_COST = "lowest_cost"
    SAME_HOURS = "same_hours"
    LOCAL_LANGUAGE = "local_language"
    ANYWHERE = "anywhere"


SIGNALS: Final = tuple(signal.value for signal in Signal)


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to demand, settle, watch or do because a choice was given; effort and impact from 1 to 3."""

    kind: str
    model: str
    title: str
    text: str
    effort: int
    impact: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    text: str
    short: str = ""
    evidence: Evidence = (0,) * len(COLUMNS)
    reason: str = ""
    source: str = ""
    signal: str = ""
    advice: tuple[Advice, ...] = ()

    @property
    def label(self) -> str:
        return self.short or self.text


@dataclass(frozen=True, slots=True)
class Condition:
    """One hop: asked only while `question` is answered with one of `choices`."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    key: str
    step: str
    scope: Scope
    weight: int
    text: str
    short: str
    choices: tuple[Choice, ...]
    hint: str = ""
    why: str = ""
    subject: str = ""
    own_functions_only: bool = False
    fixed: bool = False
    exempt: str = ""
    condition: Condition | None = None

    @cached_property
    def choice_by_key(self) -> Mapping[str, Choice]:
        return {choice.key: choice for choice in self.choices}

    def label_of(self, answer: str) -> str:
        """Name a choice in its own words; empty for what is none of this question's."""
        choice = self.choice_by_key.get(answer)
        return choice.label if choice else ""

    @cached_property
    def allowed(self) -> frozenset[str]:
        """Every value an answer to this question may take."""
        return frozenset((*self.choice_by_key, *BLANKS))


@dataclass(frozen=True, slots=True)
class Step:
    slug: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Department:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class CatalogueFunction:
    """A business function of the catalogue; `prior` for each model and `hand_over` in half-steps.

    `typical` are answers (question, choice) that such work nearly always gets, to be confirmed by the owner; `skips`
    are questions that make no sense about it; `one_off` is work with an end; `common` is work so often handed over that it stands
    first where functions are chosen. `in_sentence` is the name as it stands
    inside a sentence, `synonyms` are words to find it by, between commas.
    """

    key: str
    name: str
    department: str
    office: str
    prior: tuple[int, ...]
    says: str
    source: str = ""
    split: str = ""
    hint: str = ""
    subject: str = ""
    hand_over: int = 0
    hand_over_why: str = ""
    hand_over_source: str = ""
    one_off: bool = False
    common: bool = False
    in_sentence: str = ""
    synonyms: str = ""
    typical: tuple[tuple[str, str], ...] = ()
    skips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """A function somebody chose, from the catalogue or named by themselves (prior None)."""

    key: str
    name: str
    share: int = USUAL_SHARE

    @property
    def is_own(self) -> bool:
        return self.key in OWN_KEYS


@dataclass(frozen=True)
class Edition:
    """One edition of a questionnaire with its marking scheme, whole."""

    slug: str
    edition: int
    language: str
    title: str
    introduction: str
    sources: tuple[Source, ...]
    steps: tuple[Step, ...]
    departments: tuple[Department, ...]
    questions: tuple[Question, ...]
    functions: tuple[CatalogueFunction, ...]

    def __hash__(self) -> int:
        # Editions are the keys of caches: hashing every text of one would take longer than what is looked up.
        return hash((self.slug, self.edition, self.language))

    @property
    def label(self) -> str:
        return f"{self.slug}-{self.edition}"

    @cached_property
    def question_by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def function_by_key(self) -> Mapping[str, CatalogueFunction]:
        return {function.key: function for function in self.functions}

    @cached_property
    def source_by_key(self) -> Mapping[str, Source]:
        return {source.key: source for source in self.sources}

    @cached_property
    def step_by_slug(self) -> Mapping[str, Step]:
        return {step.slug: step for step in self.steps}

    def fits(self, place: Place, answer: str) -> bool:
        """Whether the question is asked about what the place is about (the organisation or a function) and has the answer."""
        about, key = place
        question = self.question_by_key.get(key)
        if question is None or (question.scope is Scope.ORGANISATION) != (about == ORGANISATION):
            return False
        return answer in question.allowed

    def makes_sense(self, question: Question, function_key: str) -> bool:
        """Whether a question may be asked about the organisation or about this function, whatever the answers."""
        if question.own_functions_only:
            return function_key in OWN_KEYS
        listed = self.function_by_key.get(function_key)
        return listed is None or question.key not in listed.skips

    def asks(self, question: Question, function: Selected | None, answers: Answers) -> bool:
        """Whether a question is put to the organisation (`function` None) or about one of its functions.

        A condition looks at the answer about the same function first, then at the organisation's.
        """
        if not self.makes_sense(question, function.key if function else ORGANISATION):
            return False
        if question.condition is None:
            return True
        name = question.condition.question
        own = answers.get((function.key, name)) if function else None
        answer = own if own is not None else answers.get((ORGANISATION, name))
        return answer in question.condition.choices

    def questions_of(self, step: str, scope: Scope) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.step == step and question.scope is scope)


def key_of(part: Source | Step | Department | Question | Choice | Advice | CatalogueFunction) -> str:
    """Give what a part is known by: its key, a step's address, the title of advice."""
    match part:
        case Step():
            return part.slug
        case Advice():
            return part.title
        case _:
            return part.key


def in_page_order(edition: Edition) -> Edition:
    """Put questions in the order of their steps, functions in that of their departments, conditions in their choices'.

    This is the one form in which an edition is compared; within a step or a department the author's order stands.
    """
    steps = [step.slug for step in edition.steps]
    departments = [department.key for department in edition.departments]
    questions = []
    for question in edition.questions:
        ordered = question
        if question.condition:
            order = list(edition.question_by_key[question.condition.question].choice_by_key)
            choices = tuple(sorted(question.condition.choices, key=order.index))
            ordered = replace(question, condition=replace(question.condition, choices=choices))
        questions.append(ordered)
    return replace(
        edition,
        questions=tuple(sorted(questions, key=lambda question: steps.index(question.step))),
        functions=tuple(sorted(edition.functions, key=lambda function: departments.index(function.department))),
    )


def asked(edition: Edition, functions: tuple[Selected, ...], answers: Answers, step: str = "") -> Iterator[Place]:
    """Every place that wants an answer now, in the order of the pages; of one step, or of all.

    Where a condition looks at what nobody answered, the typical answer stands in for it.
    """
    likely = {**typical(edition, functions), **answers}
    for question in edition.questions:
        if step and question.step != step:
            continue
        if question.scope is Scope.ORGANISATION:
            if edition.asks(question, None, likely):
                yield ORGANISATION, question.key
            continue
        for function in functions:
            if edition.asks(question, function, likely):
                yield function.key, question.key


def typical(edition: Edition, functions: tuple[Selected, ...]) -> dict[Place, str]:
    """Give what the catalogue knows of such work: the answers that it nearly always gets."""
    return {
        (function.key, question): choice
        for function in functions
        if function.key in edition.function_by_key
        for question, choice in edition.function_by_key[function.key].typical
    }


def assumed(edition: Edition, functions: tuple[Selected, ...], answers: Answers, step: str = "") -> dict[Place, str]:
    """Give the typical answers that stand in for what nobody answered, where it is asked now."""
    known = typical(edition, functions)
    return {
        place: known[place]
        for place in asked(edition, functions, answers, step)
        if place in known and place not in answers
    }


def counted(edition: Edition, functions: tuple[Selected, ...], answers: Answers) -> dict[Place, str]:
    """Pick the answers to what is asked now; one left behind when another answer changed does not count."""
    return {place: answers[place] for place in asked(edition, functions, answers) if place in answers}


def carry_over(
    edition: Edition, functions: tuple[Selected, ...], answers: Answers
) -> tuple[tuple[Selected, ...], dict[Place, str]]:
    """Keep of the functions and answers given to another edition what this one has a place for."""
    known = tuple(function for function in functions if function.is_own or function.key in edition.function_by_key)
    about = {ORGANISATION, *(function.key for function in known)}
    return known, {
        place: answer for place, answer in answers.items() if place[0] in about and edition.fits(place, answer)
    }


class StepState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ANOTHER_LOOK = "another_look"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far a step is: of what only the respondent can say, and how many typical answers nobody gave."""

    slug: str
    state: StepState
    answered: int
    asked: int
    assumed: int = 0

    @property
    def open(self) -> int:
        return self.asked - self.answered


def progress(
    edition: Edition,
    functions: tuple[Selected, ...],
    answers: Answers,
    *,
    saved: Mapping[str, int],
    look_again: frozenset[Place] = frozenset(),
) -> tuple[StepProgress, ...]:
    """Say how far each step is, in page order.

    Args:
        edition: what is asked.
        functions: the functions chosen now.
        answers: every answer kept, also of places that are not asked any more.
        saved: step slug -> how often its page was saved in full (0 = never); a step that was once complete and
            now leaves one open needs another look.
        look_again: places whose words changed since they were answered; their steps need another look.
    """
    steps = []
    known = typical(edition, functions)
    for step in edition.steps:
        places = tuple(asked(edition, functions, answers, step.slug))
        own = tuple(place for place in places if place not in known)
        answered = sum(place in answers for place in own)
        stand_ins = sum(place in known and place not in answers for place in places)
        wants_functions = not functions and bool(edition.questions_of(step.slug, Scope.FUNCTION))
        is_whole = answered == len(own) and not wants_functions
        is_saved = saved.get(step.slug, 0) > 0
        if (is_saved and not is_whole) or any(place in look_again for place in places):
            state = StepState.ANOTHER_LOOK
        elif is_saved:
            state = StepState.COMPLETE
        else:
            is_begun = any(place in answers for place in places)
            state = StepState.IN_PROGRESS if is_begun else StepState.NOT_STARTED
        steps.append(StepProgress(step.slug, state, answered, len(own), stand_ins))
    return tuple(steps)

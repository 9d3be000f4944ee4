"""What an edition must hold before it may be published, beyond being well-formed.

Pure, like the flow. The rules and their reasons stand in the specification of the score ("Lint"); each finding is
one sentence that says where, what and what to do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from assessments.edition import flow
from assessments.edition.sourcing_models import COLUMNS, LABELS, gettext_noop

MODELS: Final = tuple(LABELS.values())
STRONGEST: Final = 2
MOST_HEAVY: Final = 2
HEAVIEST: Final = 5
FUNCTIONS_OF_A_VISIT: Final = 3
MOST_ANSWERS: Final = 50
MOST_COMMON: Final = 10
LONGEST_SHORT_ANSWER: Final = 28
LONGEST_SHORT_NAME: Final = 40
LEGAL: Final = ("barred_by_law", "kept_by_choice", "stays_in_country")


SPOKEN: Final = {
    flow.Scope.ORGANISATION: (
        gettext_noop("no question about the organisation speaks for %(model)s: let one answer do so"),
        gettext_noop("no question about the organisation speaks against %(model)s: let one answer do so"),
    ),
    flow.Scope.FUNCTION: (
        gettext_noop("no question about a function speaks for %(model)s: let one answer do so"),
        gettext_noop("no question about a function speaks against %(model)s: let one answer do so"),
    ),
}


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Part(StrEnum):
    """The kind of thing a finding is about, so that a page can link to it."""

    EDITION = "edition"
    STEP = "step"
    QUESTION = "question"
    FUNCTION = "function"
    SOURCE = "source"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not right, where, and what to do; `sentence` and `values` are the message before its gaps are filled."""

    level: Level
    part: Part
    key: str
    message: str
    choice: str = ""
    at: str = field(default="", compare=False)  # of the part's row, so that a page can lead straight to it
    sentence: str = field(default="", compare=False)
    values: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def place(self) -> str:
        if self.part is Part.EDITION:
            return "the whole edition"
        place = f"{self.part} “{self.key}”"
        return f"{place}, choice “{self.choice}”" if self.choice else place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


Findings: TypeAlias = Iterator[Finding]
Rule: TypeAlias = Callable[[flow.Edition], Findings]


def lint(edition: flow.Edition) -> tuple[Finding, ...]:
    """Check every rule; errors first, each kind in the order of the pages."""
    findings = tuple(finding for rule in RULES for finding in rule(edition))
    return tuple(sorted(findings, key=lambda finding: finding.level is Level.WARNING))


def errors(edition: flow.Edition) -> tuple[Finding, ...]:
    """Leave out the warnings, which don't stand in the way of publishing."""
    return tuple(finding for finding in lint(edition) if finding.level is Level.ERROR)


def _finding(level: Level, part: Part, key: str, sentence: str, **values: object) -> Finding:
    """Fill a sentence; the values `choice` and `at` say where it is and stand in no sentence."""
    choice, name = str(values.pop("choice", "")), str(values.pop("at", ""))
    return Finding(level, part, key, sentence % values if values else sentence, choice, name, sentence, values)


def _error(question: flow.Question, sentence: str, **values: object) -> Finding:
    return _finding(Level.ERROR, Part.QUESTION, question.key, sentence, **values)


def _warning(question: flow.Question, sentence: str, **values: object) -> Finding:
    return _finding(Level.WARNING, Part.QUESTION, question.key, sentence, **values)


def _whole(sentence: str, level: Level = Level.ERROR, **values: object) -> Finding:
    return _finding(level, Part.EDITION, "", sentence, **values)


def _choices(edition: flow.Edition) -> Iterator[tuple[flow.Question, flow.Choice]]:
    return ((question, choice) for question in edition.questions for choice in question.choices)


def every_choice_has_four_columns(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("give all four columns a whole number from -2 to 2, with 0 for “says nothing”")
    for question, choice in _choices(edition):
        if len(choice.evidence) != len(COLUMNS) or max(map(abs, choice.evidence)) > STRONGEST:
            yield _error(question, sentence, choice=choice.key, at="bpo")


def every_question_has_two_choices(edition: flow.Edition) -> Findings:
    for question in edition.questions:
        if len(question.choices) < 2:  # noqa: PLR2004 - a question is a choice between two at least
            yield _error(question, gettext_noop("offer at least two answers to choose from"), at="choices")


def every_question_says_something(edition: flow.Edition) -> Findings:
    sentence = gettext_noop(
        "no answer changes anything: give one evidence, advice or a signal, or leave the question out"
    )
    for question in edition.questions:
        if not any(any(choice.evidence) or choice.advice or choice.signal for choice in question.choices):
            yield _error(question, sentence, at="choices")


def every_model_is_spoken_for_and_against(edition: flow.Edition) -> Findings:
    for scope, (for_it, against_it) in SPOKEN.items():
        # Only what counts for everybody.
        asked = [q for q in edition.questions if q.scope is scope and q.weight and not q.own_functions_only]
        for column, model in enumerate(MODELS if asked else ()):
            if not any(_highest(question, column) > 0 for question in asked):
                yield _whole(for_it, at="weights", model=model)
            if not any(_lowest(question, column) < 0 for question in asked):
                yield _whole(against_it, at="weights", model=model)


def no_answer_pushes_all_models_one_way(edition: flow.Edition) -> Findings:
    sentence = gettext_noop(
        "speaks for all three models, or against all three, so it can't tell them apart: set one to 0"
    )
    for question, choice in _choices(edition):
        models = choice.evidence[: len(MODELS)]
        if not question.exempt and (min(models) > 0 or max(models) < 0):
            yield _error(question, sentence, choice=choice.key, at="bpo")


def few_questions_weigh_most(edition: flow.Edition) -> Findings:
    heavy = [question for question in edition.questions if question.weight == HEAVIEST]
    if len(heavy) > MOST_HEAVY:
        names = ", ".join(f"“{question.key}”" for question in heavy)
        sentence = gettext_noop("%(count)s questions carry weight %(weight)s (%(names)s): leave it to at most %(most)s")
        yield _whole(sentence, at="weights", count=len(heavy), weight=HEAVIEST, names=names, most=MOST_HEAVY)


def evidence_has_a_reason_and_a_source(edition: flow.Edition) -> Findings:
    reason = gettext_noop("moves a score without a reason: write the sentence the report will say")
    source = gettext_noop("moves a score without a source: choose where the reason comes from")
    for question, choice in _choices(edition):
        if any(choice.evidence) and not choice.reason:
            yield _error(question, reason, choice=choice.key, at="reason")
        if any(choice.evidence) and not choice.source:
            yield _error(question, source, choice=choice.key, at="source")


def every_model_reaches_both_ends(edition: flow.Edition) -> Findings:
    never_low = gettext_noop("every answer speaks for %(model)s, which can then never score 0: set one to 0")
    never_high = gettext_noop("every answer speaks against %(model)s, which can then never score 100: set one to 0")
    for question in edition.questions:
        for column, model in enumerate(MODELS if question.weight else ()):
            if _lowest(question, column) > 0:
                yield _error(question, never_low, at="choices", model=model)
            if _highest(question, column) < 0:
                yield _error(question, never_high, at="choices", model=model)


def every_legal_answer_has_a_text(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("is a legal limit and says nothing on the report: write a reason or advice")
    for question, choice in _choices(edition):
        if choice.signal in LEGAL and not (choice.reason or choice.advice):
            yield _error(question, sentence, choice=choice.key, at="reason")


def signals_are_known(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("no rule knows the signal “%(signal)s”: choose one of the list")
    for question, choice in _choices(edition):
        if choice.signal and choice.signal not in flow.SIGNALS:
            yield _error(question, sentence, choice=choice.key, at="signal", signal=choice.signal)


def conditions_are_one_hop(edition: flow.Edition) -> Findings:
    """Let a condition look only at a question that is always asked, comes earlier and is about the same thing."""
    order = list(edition.question_by_key)
    for question in edition.questions:
        if question.condition is None:
            continue
        other = edition.question_by_key[question.condition.question]
        sentences = []
        if other.condition or (other.own_functions_only and not question.own_functions_only):
            sentences.append(
                gettext_noop("depends on “%(other)s”, which is not always asked itself: choose another question")
            )
        if other.scope is flow.Scope.FUNCTION and question.scope is flow.Scope.ORGANISATION:
            sentences.append(gettext_noop("is asked once but depends on “%(other)s”, which is asked for each function"))
        if order.index(other.key) > order.index(question.key):
            sentences.append(gettext_noop("depends on “%(other)s”, which comes later: move one of them"))
        yield from (_error(question, sentence, at="asked_after", other=other.key) for sentence in sentences)


def own_functions_are_functions(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("is only for functions the owner names, so it must be asked about each function")
    for question in edition.questions:
        if question.own_functions_only and question.scope is flow.Scope.ORGANISATION:
            yield _error(question, sentence, at="scope")


def every_step_asks(edition: flow.Edition) -> Findings:
    for step in edition.steps:
        if not any(question.step == step.slug for question in edition.questions):
            sentence = gettext_noop("asks nothing: add a question or remove the step")
            yield _finding(Level.ERROR, Part.STEP, step.slug, sentence, at="title")


def priors_say_what_they_rest_on(edition: flow.Edition) -> Findings:
    # A prior without a source is our own view, which its text then says.
    sentence = gettext_noop("has a prior: write what it rests on")
    for function in edition.functions:
        if any(function.prior) and not function.says:
            yield _finding(Level.ERROR, Part.FUNCTION, function.key, sentence, at="says")


def every_prior_has_a_subject(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("has a prior: choose what kind of thing it is")
    for function in edition.functions:
        if any(function.prior) and not function.subject:
            yield _finding(Level.ERROR, Part.FUNCTION, function.key, sentence, at="subject")


def what_should_stay_says_why(edition: flow.Edition) -> Findings:
    sentence = gettext_noop("leans to staying: write why, and choose a source unless it is our own view")
    for function in edition.functions:
        if function.hand_over < 0 and not function.hand_over_why:
            yield _finding(Level.ERROR, Part.FUNCTION, function.key, sentence, at="hand_over_why")


def the_list_names_what_is_asked(edition: flow.Edition) -> Findings:
    no_question = gettext_noop("names “%(question)s”, which is asked about no function: leave it out")
    not_asked = gettext_noop("has a typical answer to “%(question)s”, which is not asked about it: leave it out")
    no_choice = gettext_noop("names “%(answer)s” for “%(question)s”, which has no such answer: choose one it has")
    asked = {question.key: question for question in edition.questions if question.scope is flow.Scope.FUNCTION}
    for function in edition.functions:
        for key in function.skips:
            if key not in asked:
                yield _finding(Level.ERROR, Part.FUNCTION, function.key, no_question, at="skips", question=key)
        for key, answer in function.typical:
            if key not in asked:
                yield _finding(Level.ERROR, Part.FUNCTION, function.key, no_question, at="typical", question=key)
            elif key in function.skips or asked[key].own_functions_only:
                yield _finding(Level.ERROR, Part.FUNCTION, function.key, not_asked, at="typical", question=key)
            elif answer not in asked[key].choice_by_key:
                yield _finding(
                    Level.ERROR, Part.FUNCTION, function.key, no_choice, at="typical", question=key, answer=answer
                )


def weights_fit_the_evidence(edition: flow.Edition) -> Findings:
    idle = gettext_noop("has weight 0, so its evidence never counts: give it a weight or set it to 0")
    empty = gettext_noop("has a weight but no evidence to weigh: set the weight to 0")
    for question in edition.questions:
        speaks = any(any(choice.evidence) for choice in question.choices)
        if speaks and not question.weight:
            yield _warning(question, idle, at="weight")
        if question.weight and not speaks:
            yield _warning(question, empty, at="weight")


def a_visit_stays_short(edition: flow.Edition) -> Findings:
    """Count what is always asked; what depends on another answer is asked of few."""
    always = [q for q in edition.questions if not q.condition and not q.own_functions_only]
    once = sum(question.scope is flow.Scope.ORGANISATION for question in always)
    answers = once + FUNCTIONS_OF_A_VISIT * (len(always) - once)
    if answers > MOST_ANSWERS:
        sentence = gettext_noop(
            "with %(functions)s functions %(answers)s answers are wanted: leave it at %(most)s or fewer"
        )
        yield _whole(sentence, Level.WARNING, functions=FUNCTIONS_OF_A_VISIT, answers=answers, most=MOST_ANSWERS)


def few_functions_stand_first(edition: flow.Edition) -> Findings:
    common = [function.key for function in edition.functions if function.common]
    if len(common) > MOST_COMMON:
        sentence = gettext_noop("%(count)s functions are marked as often handed over: leave it to at most %(most)s")
        yield _whole(sentence, Level.WARNING, count=len(common), most=MOST_COMMON)


def short_texts_are_short(edition: flow.Edition) -> Findings:
    name = gettext_noop("cut the short name to %(most)s characters: it heads a narrow column")
    answer = gettext_noop("give a short answer of at most %(most)s characters for the table")
    for question in edition.questions:
        if len(question.short) > LONGEST_SHORT_NAME:
            yield _warning(question, name, at="short", most=LONGEST_SHORT_NAME)
    for question, choice in _choices(edition):
        if question.scope is flow.Scope.FUNCTION and len(choice.label) > LONGEST_SHORT_ANSWER:
            yield _warning(question, answer, choice=choice.key, at="short", most=LONGEST_SHORT_ANSWER)


def every_rule_can_fire(edition: flow.Edition) -> Findings:
    used = {choice.signal for _question, choice in _choices(edition)}
    missing = ", ".join(f"“{signal}”" for signal in flow.SIGNALS if signal not in used)
    if missing:
        sentence = gettext_noop("no answer carries %(missing)s: what the report says about it is never said")
        yield _whole(sentence, Level.WARNING, missing=missing)


def nothing_lies_idle(edition: flow.Edition) -> Findings:
    pointed_at = {key for function in edition.functions for key in (function.source, function.hand_over_source)}
    for _question, choice in _choices(edition):
        pointed_at |= {choice.source, *(advice.source for advice in choice.advice)}
    for source in edition.sources:
        if source.key not in pointed_at:
            sentence = gettext_noop("nothing points to it: remove it or refer to it")
            yield _finding(Level.WARNING, Part.SOURCE, source.key, sentence, at="title")
    filled = {function.department for function in edition.functions}
    for department in edition.departments:
        if department.key not in filled:
            sentence = gettext_noop("has no function: add one or remove it")
            yield _finding(Level.WARNING, Part.DEPARTMENT, department.key, sentence, at="name")


def _highest(question: flow.Question, column: int) -> int:
    return max((choice.evidence[column] for choice in question.choices), default=0)


def _lowest(question: flow.Question, column: int) -> int:
    return min((choice.evidence[column] for choice in question.choices), default=0)


RULES: Final[tuple[Rule, ...]] = (
    every_choice_has_four_columns,
    every_question_has_two_choices,
    every_question_says_something,
    every_model_is_spoken_for_and_against,
    no_answer_pushes_all_models_one_way,
    few_questions_weigh_most,
    evidence_has_a_reason_and_a_source,
    every_model_reaches_both_ends,
    every_legal_answer_has_a_text,
    signals_are_known,
    conditions_are_one_hop,
    own_functions_are_functions,
    every_step_asks,
    priors_say_what_they_rest_on,
    every_prior_has_a_subject,
    what_should_stay_says_why,
    the_list_names_what_is_asked,
    weights_fit_the_evidence,
    a_visit_stays_short,
    few_functions_stand_first,
    short_texts_are_short,
    every_rule_can_fire,
    nothing_lies_idle,
)

"""From a case to its blocks: the rows of weight, evidence and range that a score is the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from recommendations.engine.results import Ground
from recommendations.engine.values import (
    CATALOGUE,
    DONT_KNOW,
    NOT_APPLICABLE,
    ORGANISATION_SCOPE,
    Case,
    Choice,
    Function,
    Question,
    Scheme,
    Scope,
    Signal,
    UnknownAnswerError,
)

Four = tuple[float, float, float, float]
Entry = tuple[float, ...]  # four sums, each in the order of COLUMNS

SILENCE: Final[Four] = (0.0, 0.0, 0.0, 0.0)
HALF_STEP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the sums need it: evidence in [-1, 1] and its range over every choice and silence.

    Silence (don't know) is within the range, so that an interval always holds the score. `most` and `least` are the
    range weighed: what an answer can add at most, and take away at most.
    """

    question: Question
    evidence: Mapping[str, Four]
    signals: Mapping[str, Signal]
    low: Four
    high: Four
    most: Four
    least: Four


@dataclass(frozen=True, slots=True)
class Row:
    """One question within a block. An open row says nothing yet but keeps its range."""

    question: str
    answer: str
    open: bool
    weight: float
    evidence: Four
    low: Four
    high: Four
    most: Four
    least: Four
    reading: Reading | None


@dataclass(frozen=True)
class Prepared:
    """A question with its row for every answer that counts, made once per scheme."""

    reading: Reading
    rows: Mapping[str, Row]

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        return {answer: entry(row) for answer, row in self.rows.items()}


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that count for the organisation (scope "") or for one function."""

    scope: str
    rows: tuple[Row, ...]
    grounds: tuple[Ground, ...]

    @property
    def is_answered(self) -> bool:
        """Whether a question was answered here; the catalogue is no answer."""
        return any(row.reading is not None and not row.open for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case taken apart. `blocks` begins with the organisation's; the functions follow in the case's order.

    Within a block the questions stand in the order of their keys, so that no other order can change a result.
    """

    case: Case
    questions: Mapping[str, Prepared]
    blocks: tuple[Block, ...]


def read(case: Case, questions: Mapping[str, Prepared] | None = None) -> Sheet:
    """Take a case apart; who takes many of one scheme gives its prepared questions along.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the scheme does not have.
    """
    questions = prepared(case.scheme) if questions is None else questions
    organisation = organisation_block(questions, case.answers)
    functions = (function_block(questions, case, function) for function in case.functions)
    return Sheet(case, questions, (organisation, *functions))


@lru_cache(maxsize=16)
def prepared(scheme: Scheme) -> Mapping[str, Prepared]:
    """Read every question of a scheme, in the order of their keys."""
    return {question.key: _prepare(_reading(question)) for question in sorted(scheme.questions, key=_key)}


def organisation_block(questions: Mapping[str, Prepared], answers: Mapping[str, str]) -> Block:
    _refuse_unknown(questions, answers, Scope.ORGANISATION)
    asked = (
        one
        for one in questions.values()
        if one.reading.question.scope is Scope.ORGANISATION and is_reached(one.reading.question, answers)
    )
    return _block(ORGANISATION_SCOPE, asked, answers)


def function_block(questions: Mapping[str, Prepared], case: Case, function: Function) -> Block:
    _refuse_unknown(questions, function.answers, Scope.FUNCTION)
    own = function.prior is None
    known = {**case.answers, **function.answers}
    asked = (
        one
        for one in questions.values()
        if one.reading.question.scope is Scope.FUNCTION
        and (own or not one.reading.question.own_functions_only)
        and is_reached(one.reading.question, known)
    )
    block = _block(function.key, asked, function.answers)
    if function.prior is None:
        return block
    catalogue = _catalogue_row(function.prior, case.scheme.parameters.catalogue_weight)
    return Block(block.scope, (catalogue, *block.rows), block.grounds)


def entry(row: Row) -> Entry:
    """List what a row adds to the sums of its block: what it says, the most for and against, what of that is settled."""
    said = _times(row.weight, row.evidence)
    settled = SILENCE if row.open else _four(most + least for most, least in zip(row.most, row.least, strict=True))
    return (*said, *row.most, *row.least, *settled)


def is_reached(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether its condition, one hop away, is met; a condition on an open or missing question is not."""
    condition = question.condition
    return condition is None or answers.get(condition.question) in condition.choices


def _key(one: Question | Choice) -> str:
    return one.key


def _reading(question: Question) -> Reading:
    evidence = {choice.key: _in_steps(choice.evidence) for choice in sorted(question.choices, key=_key)}
    signals = {choice.key: choice.signal for choice in question.choices if choice.signal is not None}
    spoken = (SILENCE, SILENCE, *evidence.values())
    low, high = _four(map(min, *spoken)), _four(map(max, *spoken))
    return Reading(question, evidence, signals, low, high, _times(question.weight, high), _times(-question.weight, low))


def _prepare(reading: Reading) -> Prepared:
    return Prepared(reading, {answer: _row(reading, answer) for answer in (*reading.evidence, DONT_KNOW)})


def _block(scope: str, asked: Iterable[Prepared], answers: Mapping[str, str]) -> Block:
    rows: list[Row] = []
    grounds: list[Ground] = []
    for one in asked:
        key, signals = one.reading.question.key, one.reading.signals
        answer = answers.get(key, DONT_KNOW)
        if answer == NOT_APPLICABLE:
            continue
        rows.append(one.rows[answer])
        if answer in signals:
            grounds.append(Ground(scope, key, answer, signals[answer]))
    return Block(scope, tuple(rows), tuple(grounds))


def _row(reading: Reading, answer: str) -> Row:
    question, is_open = reading.question, answer == DONT_KNOW
    said = reading.evidence.get(answer, SILENCE)
    low, high, most, least = reading.low, reading.high, reading.most, reading.least
    return Row(question.key, answer, is_open, question.weight, said, low, high, most, least, reading)


def _catalogue_row(prior: tuple[int, int, int], weight: float) -> Row:
    """Leave OUT's range empty: the catalogue says nothing about whether work should leave."""
    low, high = (-1.0, -1.0, -1.0, 0.0), (1.0, 1.0, 1.0, 0.0)
    return Row(
        question=CATALOGUE,
        answer=CATALOGUE,
        open=False,
        weight=weight,
        evidence=_in_steps((*prior, 0)),
        low=low,
        high=high,
        most=_times(weight, high),
        least=_times(-weight, low),
        reading=None,
    )


def _refuse_unknown(questions: Mapping[str, Prepared], answers: Mapping[str, str], scope: Scope) -> None:
    for key, answer in answers.items():
        one = questions.get(key)
        if one is None or one.reading.question.scope is not scope:
            raise UnknownAnswerError(f"The scheme asks no {scope} question “{key}”: leave its answer out.")
        if answer not in one.rows and answer != NOT_APPLICABLE:
            choices = ", ".join((*one.reading.evidence, DONT_KNOW, NOT_APPLICABLE))
            raise UnknownAnswerError(f"Question “{key}” has no choice “{answer}”: use one of {choices}.")


def _in_steps(evidence: tuple[int, int, int, int]) -> Four:
    bpo, kpo, ito, outsource = evidence
    return (bpo * HALF_STEP, kpo * HALF_STEP, ito * HALF_STEP, outsource * HALF_STEP)


def _times(weight: float, four: Four) -> Four:
    bpo, kpo, ito, outsource = four
    return (weight * bpo, weight * kpo, weight * ito, weight * outsource)


def _four(numbers: Iterable[float]) -> Four:
    bpo, kpo, ito, outsource = numbers
    return (bpo, kpo, ito, outsource)

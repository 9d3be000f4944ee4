"""From a case to its blocks: the rows of weight, evidence and range that a score is the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

SILENCE: Final[Four] = (0.0, 0.0, 0.0, 0.0)
HALF_STEP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the sums need it: evidence in [-1, 1] and its range over every choice and silence.

    Silence (don't know) is within the range, so that an interval always holds the score.
    """

    question: Question
    evidence: Mapping[str, Four]
    signals: Mapping[str, Signal]
    low: Four
    high: Four


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
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that count for the organisation (scope "") or for one function."""

    scope: str
    rows: tuple[Row, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case taken apart. `blocks` begins with the organisation's; the functions follow in the case's order.

    Within a block the questions stand in the order of their keys, so that no other order can change a result.
    """

    case: Case
    readings: Mapping[str, Reading]
    blocks: tuple[Block, ...]


def read(case: Case) -> Sheet:
    """Take a case apart.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the scheme does not have.
    """
    readings = {question.key: _reading(question) for question in sorted(case.scheme.questions, key=_key)}
    organisation = organisation_block(readings, case.answers)
    functions = (function_block(readings, case.scheme, function, case.answers) for function in case.functions)
    return Sheet(case, readings, (organisation, *functions))


def organisation_block(readings: Mapping[str, Reading], answers: Mapping[str, str]) -> Block:
    _refuse_unknown(readings, answers, Scope.ORGANISATION)
    asked = (
        reading
        for reading in readings.values()
        if reading.question.scope is Scope.ORGANISATION and is_reached(reading.question, answers)
    )
    return _block(ORGANISATION_SCOPE, asked, answers)


def function_block(
    readings: Mapping[str, Reading], scheme: Scheme, function: Function, organisation: Mapping[str, str]
) -> Block:
    _refuse_unknown(readings, function.answers, Scope.FUNCTION)
    own = function.prior is None
    known = {**organisation, **function.answers}
    asked = (
        reading
        for reading in readings.values()
        if reading.question.scope is Scope.FUNCTION
        and (own or not reading.question.own_functions_only)
        and is_reached(reading.question, known)
    )
    block = _block(function.key, asked, function.answers)
    if function.prior is None:
        return block
    catalogue = _catalogue_row(function.prior, scheme.parameters.catalogue_weight)
    return Block(block.scope, (catalogue, *block.rows), block.grounds)


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
    return Reading(question, evidence, signals, _four(map(min, *spoken)), _four(map(max, *spoken)))


def _block(scope: str, asked: Iterable[Reading], answers: Mapping[str, str]) -> Block:
    rows: list[Row] = []
    grounds: list[Ground] = []
    for reading in asked:
        question = reading.question
        key = question.key
        answer = answers.get(key, DONT_KNOW)
        if answer == NOT_APPLICABLE:
            continue
        evidence = reading.evidence.get(answer, SILENCE)
        is_open = answer == DONT_KNOW
        rows.append(Row(key, answer, is_open, question.weight, evidence, reading.low, reading.high, reading))
        if answer in reading.signals:
            grounds.append(Ground(scope, key, answer, reading.signals[answer]))
    return Block(scope, tuple(rows), tuple(grounds))


def _catalogue_row(prior: tuple[int, int, int], weight: float) -> Row:
    """Leave OUT's range empty: the catalogue says nothing about whether work should leave."""
    return Row(
        question=CATALOGUE,
        answer=CATALOGUE,
        open=False,
        weight=weight,
        evidence=_in_steps((*prior, 0)),
        low=(-1.0, -1.0, -1.0, 0.0),
        high=(1.0, 1.0, 1.0, 0.0),
        reading=None,
    )


def _refuse_unknown(readings: Mapping[str, Reading], answers: Mapping[str, str], scope: Scope) -> None:
    for key, answer in answers.items():
        reading = readings.get(key)
        if reading is None or reading.question.scope is not scope:
            raise UnknownAnswerError(f"The scheme asks no {scope} question “{key}”: leave its answer out.")
        if answer not in reading.evidence and answer not in (DONT_KNOW, NOT_APPLICABLE):
            choices = ", ".join((*reading.evidence, DONT_KNOW, NOT_APPLICABLE))
            raise UnknownAnswerError(f"Question “{key}” has no choice “{answer}”: use one of {choices}.")


def _in_steps(evidence: tuple[int, int, int, int]) -> Four:
    bpo, kpo, ito, outsource = evidence
    return (bpo * HALF_STEP, kpo * HALF_STEP, ito * HALF_STEP, outsource * HALF_STEP)


def _four(numbers: Iterable[float]) -> Four:
    bpo, kpo, ito, outsource = numbers
    return (bpo, kpo, ito, outsource)

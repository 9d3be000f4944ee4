"""From a case to its blocks: the rows of weight, evidence and range that a score is the sum of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assessments.edition.flow import (
    DONT_KNOW,
    NOT_APPLICABLE,
    ORGANISATION,
    Choice,
    Edition,
    Question,
    Scope,
    Selected,
    Signal,
)
from assessments.edition.sourcing_models import COLUMNS, MODELS
from recommendations.engine.case import CATALOGUE, Case, UnknownAnswerError
from recommendations.engine.results import Ground

ByColumn = tuple[float, ...]  # in the order of COLUMNS

SILENCE: Final[ByColumn] = (0.0,) * len(COLUMNS)
HALF_STEP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the sums need it: evidence in [-1, 1] and its range over every choice and silence.

    Silence (don't know) is within the range, so that an interval always holds the score. `most` and `least` are the
    range weighed: what an answer can add at most, and take away at most.
    """

    question: Question
    evidence: Mapping[str, ByColumn]
    signals: Mapping[str, Signal]
    low: ByColumn
    high: ByColumn
    most: ByColumn
    least: ByColumn


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question within a block. An open row says nothing yet but keeps its range; the catalogue's has no reading."""

    question: str
    answer: str
    open: bool
    weight: float
    evidence: ByColumn
    low: ByColumn
    high: ByColumn
    most: ByColumn
    least: ByColumn
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The rows that count for the organisation (scope "") or for one function."""

    scope: str
    rows: tuple[AnswerRow, ...]
    grounds: tuple[Ground, ...]

    @property
    def is_answered(self) -> bool:
        """Whether a question was answered here; the catalogue is no answer."""
        return any(row.reading is not None and not row.open for row in self.rows)


def read(case: Case) -> tuple[AnswerBlock, ...]:
    """Take a case apart: the organisation's block first, then the functions' in the case's order.

    Within a block the questions stand in the order of their keys, so that no other order can change a result.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the edition does not have.
    """
    _refuse_unknown(case)
    return (block_of(case, None), *(block_of(case, function) for function in case.functions))


def block_of(case: Case, function: Selected | None) -> AnswerBlock:
    """Collect what is asked about a function, or about the organisation where there is none."""
    scope = function.key if function else ORGANISATION
    about = Scope.FUNCTION if function else Scope.ORGANISATION
    answers = case.answers
    rows: list[AnswerRow] = []
    grounds: list[Ground] = []
    prior = case.prior(function) if function else None
    if prior is not None:
        rows.append(_catalogue_row(prior, case.parameters.catalogue_weight))
    for key, (reading, row_by_answer) in readings(case.edition).items():
        if reading.question.scope is not about or not case.edition.asks(reading.question, function, answers):
            continue
        answer = answers.get((scope, key), DONT_KNOW)
        if answer == NOT_APPLICABLE:
            continue
        rows.append(row_by_answer[answer])
        if answer in reading.signals:
            grounds.append(Ground(scope, key, answer, reading.signals[answer]))
    return AnswerBlock(scope, tuple(rows), tuple(grounds))


@lru_cache(maxsize=16)
def readings(edition: Edition) -> Mapping[str, tuple[Reading, Mapping[str, AnswerRow]]]:
    """Read every question of an edition, in the order of their keys, each with its row for every answer that counts."""
    read_all = {question.key: _reading(question) for question in sorted(edition.questions, key=_key)}
    return {
        key: (reading, {answer: _row(reading, answer) for answer in (*reading.evidence, DONT_KNOW)})
        for key, reading in read_all.items()
    }


def _key(keyed: Question | Choice) -> str:
    return keyed.key


def _reading(question: Question) -> Reading:
    evidence = {choice.key: _in_steps(choice.evidence) for choice in sorted(question.choices, key=_key)}
    signals = {choice.key: Signal(choice.signal) for choice in question.choices if choice.signal}
    possible = (SILENCE, SILENCE, *evidence.values())  # twice: `min` and `max` take two or more
    low, high = tuple(map(min, *possible)), tuple(map(max, *possible))
    return Reading(question, evidence, signals, low, high, _times(question.weight, high), _times(-question.weight, low))


def _row(reading: Reading, answer: str) -> AnswerRow:
    question, is_open = reading.question, answer == DONT_KNOW
    evidence = reading.evidence.get(answer, SILENCE)
    low, high, most, least = reading.low, reading.high, reading.most, reading.least
    return AnswerRow(question.key, answer, is_open, question.weight, evidence, low, high, most, least, reading)


def _catalogue_row(prior: tuple[int, ...], weight: float) -> AnswerRow:
    """Leave OUT's range empty: the catalogue says nothing about whether work should leave."""
    low, high = (*(-1.0,) * len(MODELS), 0.0), (*(1.0,) * len(MODELS), 0.0)
    return AnswerRow(
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


def _refuse_unknown(case: Case) -> None:
    for (about, key), answer in case.answers.items():
        if case.edition.fits((about, key), answer):
            continue
        scope = Scope.FUNCTION if about else Scope.ORGANISATION
        question = case.edition.question_by_key.get(key)
        if question is None or question.scope is not scope:
            raise UnknownAnswerError(f"The edition asks no {scope} question “{key}”: leave its answer out.")
        choices = ", ".join((*sorted(question.choice_by_key), DONT_KNOW, NOT_APPLICABLE))
        raise UnknownAnswerError(f"Question “{key}” has no choice “{answer}”: use one of {choices}.")


def _in_steps(evidence: tuple[int, ...]) -> ByColumn:
    return tuple([number * HALF_STEP for number in evidence])


def _times(weight: float, numbers: ByColumn) -> ByColumn:
    return tuple([weight * number for number in numbers])

"""From a case to its blocks: the rows of weight, evidence and range that a score is the sum of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assessments.edition.flow import (
    DONT_KNOW,
    NOT_APPLICABLE,
    ORGANISATION,
    Answers,
    Choice,
    Edition,
    Place,
    Question,
    Scope,
    Selected,
    Signal,
    Subject,
    typical,
)
from assessments.edition.sourcing_models import COLUMNS, Column
from recommendations.engine.case import CATALOGUE, Case, UnknownAnswerError
from recommendations.engine.results import Ground

ByColumn = tuple[float, ...]  # in the order of COLUMNS

SILENCE: Final[ByColumn] = (0.0,) * len(COLUMNS)
HALF_STEP: Final = 0.5
STAYS: Final = -2  # what the list says of work that is the owner's own by its nature
OUT: Final = COLUMNS.index(Column.OUTSOURCE)
# What kind of thing a function of the owner's own is, by what they say it produces.
KINDS: Final[Mapping[Signal, str]] = {
    Signal.IS_PROCESS: Subject.PROCESS,
    Signal.IS_KNOWLEDGE: Subject.KNOWLEDGE,
    Signal.IS_TECHNOLOGY: Subject.TECHNOLOGY,
    Signal.IS_ON_SITE: Subject.PLACE,
}


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
    """One question within a block. An open row says nothing yet but keeps its range; the catalogue's has no reading.

    An assumed row is an open one that leans: it has the typical answer and what that says, which moves the scores as
    it would if it were given. In everything else it is open, because nobody gave it: it covers nothing, its range
    stays, any of its choices is drawn, and whatever it might mean holds work back.

    A row waits while an open answer elsewhere decides whether the question counts at all: it is as open as that one,
    so that taking that answer back can't make anything clearer, but it can't be answered yet.
    """

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
    waits: bool = False

    @property
    def is_assumed(self) -> bool:
        return self.open and self.answer != DONT_KNOW


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The rows that count for the organisation (scope "") or for one function, and what they are about.

    `stays` where the list says that it is the owner's own by its nature. `grounds` are what the given answers mean,
    `unknown` what the answers to open questions might mean, assumed or not; for a question that waits, under the name
    of the one it waits for.
    """

    scope: str
    subject: str
    stays: bool
    rows: tuple[AnswerRow, ...]
    grounds: tuple[Ground, ...]
    unknown: tuple[Ground, ...]

    @property
    def speaks(self) -> bool:
        """Whether anything was answered here that weighs for or against handing over; the catalogue is no answer."""
        answered = (row for row in self.rows if row.reading is not None and not row.open)
        return any(row.most[OUT] or row.least[OUT] for row in answered)


def read(case: Case) -> tuple[AnswerBlock, ...]:
    """Take a case apart: the organisation's block, then the functions' in the case's order, then the company's.

    A company's block is what the organisation's answers say about functions of one subject: the trouble of that kind,
    and what is of no kind. Within a block the questions stand in the order of their keys, so that no other order can
    change a result.

    Raises:
        UnknownAnswerError: an answer names a question or a choice that the edition does not have.
    """
    _refuse_unknown(case)
    organisation = block_of(case, None)
    functions = [block_of(case, function) for function in case.functions]
    subjects = sorted({function.subject for function in functions})
    return (organisation, *functions, *(company_of(organisation, subject) for subject in subjects))


def company_place(blocks: Sequence[AnswerBlock], place: int) -> int:
    """Find the company's block that counts for the function at `place`: the last of its subject."""
    return max(
        other for other, block in enumerate(blocks) if not block.scope and block.subject == blocks[place].subject
    )


def block_of(case: Case, function: Selected | None) -> AnswerBlock:
    """Collect what is asked about a function, or about the organisation where there is none."""
    scope = function.key if function else ORGANISATION
    about = Scope.FUNCTION if function else Scope.ORGANISATION
    answers = case.answers
    stand_in = typical(case.edition, (function,)) if function else {}
    likely = {**stand_in, **answers}
    rows: list[AnswerRow] = []
    grounds: list[Ground] = []
    unknown: list[Ground] = []
    listed = case.listed(function) if function else None
    if listed is not None:
        rows.append(_catalogue_row((*listed.prior, listed.hand_over), case.parameters.catalogue_weight))
    for key, (reading, row_by_answer) in readings(case.edition).items():
        if reading.question.scope is not about:
            continue
        gate = _open_gate(case, reading.question, function, likely)
        if gate is None and not case.edition.asks(reading.question, function, likely):
            continue
        answer = DONT_KNOW if gate else answers.get((scope, key), DONT_KNOW)
        if answer == NOT_APPLICABLE:
            continue
        if gate:
            rows.append(replace(row_by_answer[answer], waits=True))
        elif case.leans and (scope, key) not in answers and (scope, key) in stand_in:
            rows.append(replace(row_by_answer[stand_in[scope, key]], open=True))
        else:
            rows.append(row_by_answer[answer])
        if answer in reading.signals:
            grounds.append(Ground(scope, key, answer, reading.signals[answer]))
        elif answer == DONT_KNOW:
            place = gate or (scope, key)
            unknown += [Ground(*place, answer, signal) for signal in sorted({*reading.signals.values()})]
    subject = listed.subject if listed else next((KINDS[g.signal] for g in grounds if g.signal in KINDS), "")
    stays = listed is not None and listed.hand_over == STAYS
    return AnswerBlock(scope, subject, stays, tuple(rows), tuple(grounds), tuple(unknown))


def _open_gate(case: Case, question: Question, function: Selected | None, likely: Answers) -> Place | None:
    """Find the open question that decides whether this one is asked; None where that is settled.

    A typical answer nobody gave may let a question be asked, but never settles that it is not.
    """
    edition, about = case.edition, function.key if function else ORGANISATION
    if question.condition is None or not edition.makes_sense(question, about):
        return None
    gate = edition.question_by_key[question.condition.question]
    place = (about if gate.scope is Scope.FUNCTION else ORGANISATION, gate.key)
    is_open = edition.makes_sense(gate, place[0]) and case.answers.get(place, DONT_KNOW) == DONT_KNOW
    is_likely = place not in case.answers and likely.get(place) in question.condition.choices
    return place if is_open and not is_likely else None


def company_of(organisation: AnswerBlock, subject: str) -> AnswerBlock:
    """Pick what counts for work of one kind; while the kind is not known, which of it counts is not known either."""
    rows = tuple(
        row if row.reading.question.subject in ("", subject) else replace(_row(row.reading, DONT_KNOW), waits=True)
        for row in organisation.rows
        if row.reading and (row.reading.question.subject in ("", subject) or not subject)
    )
    return replace(organisation, subject=subject, rows=rows)


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


def _catalogue_row(says: tuple[int, ...], weight: float) -> AnswerRow:
    low, high = (-1.0,) * len(COLUMNS), (1.0,) * len(COLUMNS)
    return AnswerRow(
        question=CATALOGUE,
        answer=CATALOGUE,
        open=False,
        weight=weight,
        evidence=_in_steps(says),
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

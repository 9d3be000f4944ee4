"""Cases as Hypothesis makes them up, and the ways a law rewrites one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from assessments.edition.flow import (
    DONT_KNOW,
    NOT_APPLICABLE,
    ORGANISATION,
    OWN_KEYS,
    CatalogueFunction,
    Choice,
    Condition,
    Edition,
    Question,
    Scope,
    Selected,
    Signal,
    Subject,
)
from recommendations.engine import PARAMETERS, Case, Fit, Parameters, Recommendation, fits, recommend
from recommendations.engine.blocks import KINDS, AnswerRow, read
from tests.recommendations.engine.build import choice, listed, make_edition, question

CLOSE = 1e-9

# No shrinking: a failing case is a screenful as it is, and making it smaller takes minutes.
LAW = settings(
    max_examples=400,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

FEW_DRAWS = replace(PARAMETERS, draws=40)
MISSING = ""
OPEN = (DONT_KNOW, NOT_APPLICABLE, MISSING)

T = TypeVar("T")

HALVES = (0, 0, 1, -1, 2, -2)
SIGNALS = ("", "", "", "", *Signal)
PLAIN_SIGNALS = tuple(signal for signal in SIGNALS if signal not in KINDS)
TAPE = 320


class Tape:
    """Bytes to choose by, made from one number: that is quicker by half than to draw them one by one."""

    def __init__(self, seed: int) -> None:
        self._rest = iter(Random(seed).randbytes(TAPE))  # noqa: S311 - made-up cases, not a secret

    def pick(self, *options: T) -> T:
        return options[next(self._rest, 0) % len(options)]

    def once_in(self, turns: int) -> bool:
        return next(self._rest, 0) % turns == turns - 1


@dataclass(frozen=True)
class Shape:
    """How large a case is.

    In a `plain` edition no answer changes what else counts: it has no conditions, no questions for own functions only,
    and none that says what kind of work a function is. `typical` functions of the list have typical answers to most
    questions that no other one depends on.
    """

    plain: bool = False
    typical: bool = False
    questions: tuple[int, int] = (0, 4)
    functions: tuple[int, int] = (0, 3)
    silent: tuple[str, ...] = OPEN
    parameters: Parameters = FEW_DRAWS


def _evidence(tape: Tape) -> tuple[int, int, int, int]:
    return (tape.pick(*HALVES), tape.pick(*HALVES), tape.pick(*HALVES), tape.pick(*HALVES))


def _question(tape: Tape, shape: Shape, named: tuple[Scope, int], earlier: list[Question]) -> Question:
    scope, place = named
    signals = PLAIN_SIGNALS if shape.plain else SIGNALS
    choices = tuple(choice(f"c{number}", _evidence(tape), tape.pick(*signals)) for number in range(tape.pick(2, 3, 4)))
    gates = [one for one in earlier if not one.condition and not one.own_functions_only]
    gate = None if shape.plain else tape.pick(None, None, None, *gates)
    return question(
        key=f"{scope[0]}{place}",
        scope=scope,
        weight=tape.pick(1, 2, 3, 4, 5, 0),
        choices=choices,
        own_functions_only=scope is Scope.FUNCTION and not shape.plain and tape.once_in(3),
        fixed=tape.once_in(4),
        subject=tape.pick("", *Subject) if scope is Scope.ORGANISATION else "",
        condition=Condition(gate.key, (gate.choices[0].key, gate.choices[1].key)) if gate else None,
    )


def _questions(tape: Tape, shape: Shape) -> tuple[Question, ...]:
    """Organisation's questions come first: a function's question may depend on them, but not they on it."""
    asked: list[Question] = []
    for scope in (Scope.ORGANISATION, Scope.FUNCTION):
        least, most = shape.questions
        for place in range(tape.pick(*range(least, most + 1))):
            asked.append(_question(tape, shape, (scope, place), asked))
    return tuple(asked)


def _answers(tape: Tape, shape: Shape, edition: Edition, about: str) -> dict[tuple[str, str], str]:
    scope = Scope.FUNCTION if about else Scope.ORGANISATION
    drawn = {
        (about, question.key): tape.pick(*(choice.key for choice in question.choices), *shape.silent)
        for question in edition.questions
        if question.scope is scope
    }
    return {place: answer for place, answer in drawn.items() if answer != MISSING}


def _typical(tape: Tape, edition: Edition) -> tuple[tuple[str, str], ...]:
    gates = {question.condition.question for question in edition.questions if question.condition}
    return tuple(
        (question.key, tape.pick(*question.choices).key)
        for question in edition.questions
        if question.scope is Scope.FUNCTION and question.key not in gates and not tape.once_in(4)
    )


def _case(seed: int, shape: Shape) -> Case:
    tape = Tape(seed)
    edition = make_edition("made-up-1", _questions(tape, shape))
    least, most = shape.functions
    functions: list[Selected] = []
    catalogue: list[CatalogueFunction] = []
    answers: dict[tuple[str, str], str] = {}
    for place in range(tape.pick(*range(least, most + 1))):
        *prior, hand_over = _evidence(tape)
        share, is_listed = tape.pick(1, 2, 4), tape.once_in(2)
        functions.append(Selected(f"f{place}" if is_listed else OWN_KEYS[place], "", share))
        if is_listed:
            subject = tape.pick(*Subject)
            known = _typical(tape, edition) if shape.typical else ()
            catalogue.append(
                listed(functions[-1].key, tuple(prior), subject=subject, hand_over=hand_over, typical=known)
            )
        answers |= _answers(tape, shape, edition, functions[-1].key)
    answers |= _answers(tape, shape, edition, ORGANISATION)
    return Case(replace(edition, functions=tuple(catalogue)), tuple(functions), answers, shape.parameters)


def cases(shape: Shape = Shape()) -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(lambda seed: _case(seed, shape))


def scores(case: Case) -> list[list[float]]:
    return [[fit.score for fit in target] for target in fits(case)]


def judged(case: Case) -> Recommendation:
    """Advise without reasons and draws, which is quick."""
    return recommend(replace(case, parameters=replace(case.parameters, draws=0)), reasons=False)


def explained(case: Case) -> Recommendation:
    """Advise with reasons and without draws."""
    return recommend(replace(case, parameters=replace(case.parameters, draws=0)))


def every_fit(case: Case) -> list[Fit]:
    return [fit for target in fits(case) for fit in target]


def same(one: list[list[float]], other: list[list[float]]) -> bool:
    return len(one) == len(other) and all(
        abs(left - right) <= CLOSE
        for row, column in zip(one, other, strict=True)
        for left, right in zip(row, column, strict=True)
    )


def answered(case: Case, scope: str, question: str, answer: str) -> Case:
    """The same case with one answer changed."""
    return replace(case, answers={**case.answers, (scope, question): answer})


def with_questions(case: Case, *questions: Question) -> Case:
    """The same answers to an edition with other questions."""
    return replace(case, edition=replace(case.edition, questions=questions))


def rewritten(case: Case, change: Callable[[Question], Question]) -> Case:
    """The same case under an edition with every question changed."""
    return with_questions(case, *(change(one) for one in case.edition.questions))


def reweighted(case: Case, key: str, change: Any) -> Case:
    """The same case under an edition in which one question's weight has changed by this share of itself."""
    return rewritten(case, lambda one: replace(one, weight=one.weight * (1 + change)) if one.key == key else one)


def columns_rewritten(case: Case, change: Callable[[tuple[int, ...]], tuple[int, ...]]) -> Case:
    """The same case with the evidence of every choice, and of the catalogue, changed by one rule."""

    def of(choice: Choice) -> Choice:
        bpo, kpo, ito, outsource = change(choice.evidence)
        return replace(choice, evidence=(bpo, kpo, ito, outsource))

    def prior(function: CatalogueFunction) -> CatalogueFunction:
        bpo, kpo, ito, hand_over = change((*function.prior, function.hand_over))
        return replace(function, prior=(bpo, kpo, ito), hand_over=hand_over)

    new = rewritten(case, lambda one: replace(one, choices=tuple(of(choice) for choice in one.choices)))
    return replace(
        new, edition=replace(new.edition, functions=tuple(prior(function) for function in new.edition.functions))
    )


def asked_rows(case: Case) -> list[tuple[str, AnswerRow]]:
    """Every question that can be answered and counts, with the scope it counts in."""
    blocks = read(case)[: 1 + len(case.functions)]
    return [(block.scope, row) for block in blocks for row in block.rows if row.reading is not None and not row.waits]


def taken_back(case: Case, place: tuple[str, str]) -> Case:
    return replace(case, answers={**case.answers, place: DONT_KNOW})


def question_of(row: AnswerRow) -> Question:
    assert row.reading is not None
    return row.reading.question


def with_a_row(
    of: st.SearchStrategy[Case], wanted: Callable[[str, AnswerRow], bool] = lambda _scope, _row: True
) -> st.SearchStrategy[tuple[Case, str, AnswerRow]]:
    """Draw a case and one question that counts in it."""

    def found(case: Case) -> list[tuple[str, AnswerRow]]:
        return [(scope, row) for scope, row in asked_rows(case) if wanted(scope, row)]

    def picked(drawn: tuple[Case, int]) -> tuple[Case, str, AnswerRow]:
        case, place = drawn
        rows = found(case)
        return (case, *rows[place % len(rows)])

    some = of.filter(lambda case: bool(found(case)))
    return st.tuples(some, st.integers(0, 2**16)).map(picked)


def shuffled(case: Case, seed: int) -> Case:
    """The same case with its questions, choices, functions and answers in another order."""
    random = Random(seed)  # noqa: S311 - an order, not a secret

    def mixed(items: tuple) -> tuple:
        return tuple(random.sample(items, len(items)))

    new = rewritten(case, lambda one: replace(one, choices=mixed(one.choices)))
    edition = replace(new.edition, questions=mixed(new.edition.questions), functions=mixed(new.edition.functions))
    return replace(
        new, edition=edition, functions=mixed(case.functions), answers=dict(mixed(tuple(case.answers.items())))
    )

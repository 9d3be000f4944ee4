"""The method as rows to print: an edition's questions and catalogue, and one example worked out by the engine."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.engine import COLUMNS, MODELS, PARAMETERS, Case, Parameters
from recommendations.engine.blocks import AnswerBlock, AnswerRow, read
from recommendations.engine.fit import BlockScore, fit, score_blocks, targets
from recommendations.engine.points import figure, signed
from recommendations.trials.examples import Example

LOWEST: Final = 0
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice with what it says for each column, signed."""

    text: str
    says: tuple[str, ...]
    reason: str
    source: str
    advice: tuple[flow.Advice, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: flow.Question
    about_function: bool
    asked_only: str
    choices: tuple[ChoiceRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    step: flow.Step
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class FunctionRow:
    function: flow.CatalogueFunction
    says: tuple[str, ...]
    is_front_office: bool


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    name: str
    functions: tuple[FunctionRow, ...]


@dataclass(frozen=True, slots=True)
class SumRow:
    """One answer in a worked example: weight times evidence, and the points this comes to."""

    question: str
    answer: str
    weight: str
    says: str
    product: str
    points: str


@dataclass(frozen=True, slots=True)
class WorkedBlock:
    """One sum of the example: its rows, the total, what the total is divided by and the score."""

    rows: tuple[SumRow, ...]
    total: str
    reach: str
    score: str


@dataclass(frozen=True, slots=True)
class Worked:
    """One function of an example client, worked out for the model that fits it best."""

    title: str
    summary: str
    function: str
    model: str
    own: WorkedBlock
    organisation: WorkedBlock
    score: str
    printed: int


def steps(edition: flow.Edition) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(step, tuple(_question(edition, q) for q in edition.questions if q.step == step.slug))
        for step in edition.steps
    )


def departments(edition: flow.Edition) -> tuple[DepartmentRow, ...]:
    return tuple(
        DepartmentRow(
            department.name,
            tuple(
                FunctionRow(function, tuple(map(signed, function.prior)), function.office == "front")
                for function in edition.functions
                if function.department == department.key
            ),
        )
        for department in edition.departments
    )


def figures(parameters: Parameters = PARAMETERS) -> dict[str, str]:
    """Every number of the method ready to print: by its name, and as a percentage under its name with _percent."""
    plain = asdict(parameters)
    whole = {f"{name}_percent": figure(value * HUNDRED) for name, value in plain.items()}
    ends = {"one": figure(1), "lowest": figure(LOWEST), "highest": figure(2 * parameters.neutral)}
    return {name: figure(value) for name, value in plain.items()} | whole | ends


def work_out(example: Example, edition: flow.Edition) -> Worked | None:
    """Score the first function of an example as the engine does, keeping every step of the sum."""
    functions = example.selected(edition)
    if not functions:
        return None
    case = Case(edition, functions, flow.counted(edition, functions, dict(example.places)))
    blocks = read(case)
    scored = score_blocks(blocks)
    target = targets(case)[1]
    best = max((fit(target, scored, model) for model in MODELS), key=lambda one: one.score)
    place = COLUMNS.index(best.column)
    return Worked(
        title=example.title,
        summary=example.summary,
        function=functions[0].name,
        model=best.column,
        own=_block(edition, blocks[1], scored[1][place], place),
        organisation=_block(edition, blocks[0], scored[0][place], place),
        score=figure(best.score),
        printed=best.printed,
    )


def _block(edition: flow.Edition, block: AnswerBlock, part: BlockScore, place: int) -> WorkedBlock:
    moved = {question: points for question, _answer, points in part.points}
    said = part.sums
    return WorkedBlock(
        rows=tuple(
            _sum_row(edition, row, place, moved.get(row.question, 0.0))
            for row in block.rows
            if row.weight and row.low[place] < row.high[place] and not row.open
        ),
        total=figure(said.total),
        reach=figure(said.positive if said.total >= 0 else said.negative),
        score=figure(part.score),
    )


def _sum_row(edition: flow.Edition, row: AnswerRow, place: int, points: float) -> SumRow:
    question = edition.question_by_key.get(row.question)
    return SumRow(
        question=question.short if question else _("What the list of functions says"),
        answer=question.choice_by_key[row.answer].label if question else "",
        weight=figure(row.weight),
        says=signed(row.evidence[place]),
        product=signed(row.weight * row.evidence[place]),
        points=signed(points),
    )


def _question(edition: flow.Edition, question: flow.Question) -> QuestionRow:
    return QuestionRow(
        question=question,
        about_function=question.scope is flow.Scope.FUNCTION,
        asked_only=" ".join(_conditions(edition, question)),
        choices=tuple(
            ChoiceRow(choice.text, tuple(map(signed, choice.evidence)), choice.reason, choice.source, choice.advice)
            for choice in question.choices
        ),
    )


def _conditions(edition: flow.Edition, question: flow.Question) -> Iterator[str]:
    if question.own_functions_only:
        yield _("Asked only about a function that you name yourself.")
    if question.condition:
        asked = edition.question_by_key[question.condition.question]
        answers = _(" or ").join(f"“{asked.choice_by_key[key].label}”" for key in question.condition.choices)
        yield _("Asked only after %(answers)s to “%(question)s”.") % {"answers": answers, "question": asked.short}

"""The rows of a draft read into an edition, written from one, and deleted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import prefetch_related_objects

from assessments.edition import flow
from assessments.edition.diff import Path
from assessments.edition.sourcing_models import COLUMNS, LABELS
from assessments.models.edition import (
    Advice,
    BusinessFunction,
    Choice,
    Department,
    Question,
    ShownBy,
    Source,
    Step,
)
from assessments.models.questionnaire import Questionnaire

# How far the positions of two neighbours are apart, so that an author can put something between them.
STRIDE: Final = 10
PARTS: Final = (
    *("sources", "steps", "departments", "functions"),
    *("questions__choices__advice", "questions__shown_by"),
)
# In the order in which they can be deleted: what points to others first.
MODELS: Final[tuple[type[models.Model], ...]] = (
    *(ShownBy, Advice, Choice, Question, Step),
    *(BusinessFunction, Department, Source),
)
KINDS: Final[Mapping[type, str]] = {
    Source: "source",
    Step: "step",
    Department: "department",
    Question: "question",
    Choice: "choice",
    BusinessFunction: "function",
}

# What a row holds of a function in another shape than the edition does.
CATALOGUE_ONLY: Final = ("department", "prior", "source", "hand_over_source", "typical", "skips")

Value = TypeVar("Value")
Row = TypeVar("Row", bound=models.Model)


def read_rows(row: Questionnaire) -> flow.Edition:
    """Read a draft, in eight queries."""
    prefetch_related_objects([row], *PARTS)
    sources: dict[int | None, str] = {None: "", **{source.pk: source.key for source in row.sources.all()}}
    departments = {department.pk: department.key for department in row.departments.all()}
    steps = {step.pk: step.slug for step in row.steps.all()}
    keys = {question.pk: question.key for question in row.questions.all()}
    edition = flow.Edition(
        slug=row.slug,
        edition=row.edition,
        language=row.language,
        title=row.title,
        introduction=row.introduction,
        sources=tuple(flow.Source(**_same(source, flow.Source)) for source in row.sources.all()),
        steps=tuple(flow.Step(**_same(step, flow.Step)) for step in row.steps.all()),
        departments=tuple(
            flow.Department(**_same(department, flow.Department)) for department in row.departments.all()
        ),
        questions=tuple(
            flow.Question(
                **_same(question, flow.Question, but=("step", "scope", "choices", "condition")),
                step=steps[question.step_id],
                scope=flow.Scope(question.scope),
                choices=tuple(_choice(choice, sources) for choice in question.choices.all()),
                condition=_condition(question, keys),
            )
            for question in row.questions.all()
        ),
        functions=tuple(
            flow.CatalogueFunction(
                **_same(function, flow.CatalogueFunction, but=CATALOGUE_ONLY),
                department=departments[function.department_id],
                prior=tuple(getattr(function, model) for model in LABELS),
                source=sources[function.source_id],
                hand_over_source=sources[function.hand_over_source_id],
                typical=tuple((question, choice) for question, choice in function.typical),
                skips=tuple(function.skips),
            )
            for function in row.functions.all()
        ),
    )
    return flow.in_page_order(edition)


def _choice(row: Choice, sources: Mapping[int | None, str]) -> flow.Choice:
    return flow.Choice(
        **_same(row, flow.Choice, but=("evidence", "source", "advice")),
        evidence=tuple(getattr(row, column) for column in COLUMNS),
        source=sources[row.source_id],
        advice=tuple(
            flow.Advice(**_same(advice, flow.Advice, but=("source",)), source=sources[advice.source_id])
            for advice in row.advice.all()
        ),
    )


def _condition(row: Question, keys: Mapping[int, str]) -> flow.Condition | None:
    shown_by = tuple(row.shown_by.all())
    if not shown_by:
        return None
    # All stand under one question: the two ways in, the form and the file, see to that.
    question = shown_by[0].question_id
    return flow.Condition(keys[question], tuple(choice.key for choice in shown_by if choice.question_id == question))


def path_of(part: Any) -> Path:
    """Tell by which kinds and keys a part of a draft is known in its edition; empty for the edition itself.

    Advice has no key: it is known by its position.
    """
    match part:
        case Questionnaire():
            return ()
        case Advice():
            return (*path_of(part.choice), ("advice", str(part.position)))
        case Choice():
            return (*path_of(part.question), ("choice", part.key))
        case Step():
            return (("step", part.slug),)
        case _:
            return ((KINDS[type(part)], part.key),)


def ids_of(row: Questionnaire) -> dict[Path, int]:
    """Give the id of each part of a draft but its conditions, in as many queries as reading it takes."""
    prefetch_related_objects([row], *PARTS)
    choices = [choice for question in row.questions.all() for choice in question.choices.all()]
    keyed = (
        *(*row.sources.all(), *row.steps.all(), *row.departments.all()),
        *(*row.functions.all(), *row.questions.all(), *choices),
    )
    ids = {path_of(part): part.pk for part in keyed}
    for choice in choices:  # its advice under the positions that `write_rows` gives, whatever an author made of them
        for at, advice in _numbered(choice.advice.all()):
            ids[*path_of(choice), ("advice", str(at))] = advice.pk
    return ids


def write_rows(row: Questionnaire, edition: flow.Edition, ids: Mapping[Path, int] = MappingProxyType({})) -> None:
    """Write the parts of an edition in a fixed number of statements; the caller opens the transaction.

    A part that `ids` knows gets that id, so that a page somebody has open still finds it.
    """

    def create(rows: Iterable[Row]) -> list[Row]:
        made = list(rows)
        for part in made:
            part.pk = ids.get(path_of(part))
        return type(made[0])._default_manager.bulk_create(made) if made else []

    sources = create(
        Source(questionnaire=row, position=at, **_same(source, flow.Source))
        for at, source in _numbered(edition.sources)
    )
    source_of = {source.key: source for source in sources}
    departments = create(
        Department(questionnaire=row, position=at, **_same(department, flow.Department))
        for at, department in _numbered(edition.departments)
    )
    department_of = {department.key: department for department in departments}
    create(
        BusinessFunction(
            questionnaire=row,
            position=at,
            **_same(function, flow.CatalogueFunction, but=CATALOGUE_ONLY),
            department=department_of[function.department],
            **dict(zip(map(str, COLUMNS), function.prior, strict=False)),
            source=source_of.get(function.source),
            hand_over_source=source_of.get(function.hand_over_source),
            typical=[list(pair) for pair in function.typical],
            skips=list(function.skips),
        )
        for at, function in _numbered(edition.functions)
    )
    steps = create(
        Step(questionnaire=row, position=at, **_same(step, flow.Step)) for at, step in _numbered(edition.steps)
    )
    step_of = {step.slug: step for step in steps}
    questions = create(
        Question(
            questionnaire=row,
            position=at,
            **_same(question, flow.Question, but=("step", "scope", "choices", "condition")),
            step=step_of[question.step],
            scope=question.scope.value,
        )
        for at, question in _numbered(edition.questions)
    )
    choices = create(
        Choice(
            question=parent,
            position=at,
            **_same(choice, flow.Choice, but=("evidence", "source", "advice")),
            **dict(zip(map(str, COLUMNS), choice.evidence, strict=True)),
            source=source_of.get(choice.source),
        )
        for parent, question in zip(questions, edition.questions, strict=True)
        for at, choice in _numbered(question.choices)
    )
    choice_of = {(choice.question.key, choice.key): choice for choice in choices}
    create(
        Advice(
            choice=choice_of[question.key, choice.key],
            position=at,
            **_same(advice, flow.Advice, but=("source",)),
            source=source_of.get(advice.source),
        )
        for question in edition.questions
        for choice in question.choices
        for at, advice in _numbered(choice.advice)
    )
    ShownBy._default_manager.bulk_create(
        ShownBy(question=parent, choice=choice_of[question.condition.question, key])
        for parent, question in zip(questions, edition.questions, strict=True)
        if question.condition
        for key in question.condition.choices
    )


def delete_rows(row: Questionnaire) -> None:
    """Delete them in one statement for each kind; Django's own `delete` would first read what points to each."""
    for model in MODELS:
        parts = model._default_manager.filter(**{model.to_edition: row})  # type: ignore[attr-defined] # every part has it
        parts._raw_delete(parts.db)  # noqa: SLF001 - as above


def _numbered(parts: Iterable[Value]) -> Iterator[tuple[int, Value]]:
    return ((at * STRIDE, part) for at, part in enumerate(parts, start=1))


def _same(part: Any, kind: Any, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Pick the fields that a row and a value of an edition both have, under the same names."""
    return {field.name: getattr(part, field.name) for field in fields(kind) if field.name not in but}

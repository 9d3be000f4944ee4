"""Plain values written as the rows of a new draft: the counterpart of reading."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, TypeVar

from django.db import models

from assessments.edition import flow
from assessments.edition.sourcing_models import COLUMNS
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
from organisations.models import User

# Room between two neighbours, so that an author can put something between them.
STRIDE: Final = 10

Value = TypeVar("Value")
Row = TypeVar("Row", bound=models.Model)


def write(edition: flow.Edition, *, by: User | None = None, reason: str = "") -> Questionnaire:
    """Write a whole edition in a fixed number of statements; the caller opens the transaction.

    Args:
        edition: what to write.
        by: who did it, where a person did.
        reason: how it came about, such as “Copied from sourcing-1”; the history of the edition says it.

    Raises:
        IntegrityError: there is an edition of this number already.
    """
    row = Questionnaire(
        slug=edition.slug,
        edition=edition.edition,
        language=edition.language,
        title=edition.title,
        introduction=edition.introduction,
        made_by=by,
    )
    if by:
        row._history_user = by  # type: ignore[attr-defined] # as below
    row._change_reason = reason  # type: ignore[attr-defined] # where django-simple-history looks for it
    row.save()
    del row._change_reason  # type: ignore[attr-defined] # it is about this one save
    sources = _sources(row, edition)
    _functions(row, edition, sources)
    questions = _questions(row, edition)
    choices = _choices(edition, questions, sources)
    _advice(edition, choices, sources)
    _conditions(edition, questions, choices)
    return row


def _into(model: type[Row]) -> Callable[[Iterable[Row]], list[Row]]:
    """Write rows of one kind without naming each in the history: that their edition was loaded says it for all."""
    return partial(model._default_manager.bulk_create, recorded=False)  # type: ignore[call-arg] # every part has this manager


def _numbered(parts: Iterable[Value]) -> Iterator[tuple[int, Value]]:
    return ((at * STRIDE, part) for at, part in enumerate(parts, start=1))


def _sources(row: Questionnaire, edition: flow.Edition) -> Mapping[str, Source]:
    rows = _into(Source)(
        Source(questionnaire=row, position=at, key=source.key, title=source.title, note=source.note)
        for at, source in _numbered(edition.sources)
    )
    return {source.key: source for source in rows}


def _functions(row: Questionnaire, edition: flow.Edition, sources: Mapping[str, Source]) -> None:
    rows = _into(Department)(
        Department(questionnaire=row, position=at, key=department.key, name=department.name)
        for at, department in _numbered(edition.departments)
    )
    departments = {department.key: department for department in rows}
    _into(BusinessFunction)(
        BusinessFunction(
            questionnaire=row,
            position=at,
            key=function.key,
            name=function.name,
            hint=function.hint,
            department=departments[function.department],
            office=function.office,
            **dict(zip(map(str, COLUMNS), function.prior, strict=False)),
            says=function.says,
            split=function.split,
            source=sources.get(function.source),
        )
        for at, function in _numbered(edition.functions)
    )


def _questions(row: Questionnaire, edition: flow.Edition) -> Mapping[str, Question]:
    steps = _into(Step)(
        Step(questionnaire=row, position=at, slug=step.slug, title=step.title, lead=step.lead, minutes=step.minutes)
        for at, step in _numbered(edition.steps)
    )
    step_of = {step.slug: step for step in steps}
    rows = _into(Question)(
        Question(
            questionnaire=row,
            position=at,
            step=step_of[question.step],
            key=question.key,
            scope=question.scope.value,
            weight=question.weight,
            text=question.text,
            short=question.short,
            hint=question.hint,
            why=question.why,
            own_functions_only=question.own_functions_only,
            fixed=question.fixed,
            exempt=question.exempt,
        )
        for at, question in _numbered(edition.questions)
    )
    return {question.key: question for question in rows}


Choices = Mapping[tuple[str, str], Choice]  # by the keys of the question and of the choice


def _choices(edition: flow.Edition, questions: Mapping[str, Question], sources: Mapping[str, Source]) -> Choices:
    keys, rows = [], []
    for question in edition.questions:
        for at, choice in _numbered(question.choices):
            keys.append((question.key, choice.key))
            rows.append(
                Choice(
                    question=questions[question.key],
                    position=at,
                    key=choice.key,
                    text=choice.text,
                    short=choice.short,
                    **dict(zip(map(str, COLUMNS), choice.evidence, strict=True)),
                    reason=choice.reason,
                    source=sources.get(choice.source),
                    signal=choice.signal,
                )
            )
    return dict(zip(keys, _into(Choice)(rows), strict=True))


def _advice(edition: flow.Edition, choices: Choices, sources: Mapping[str, Source]) -> None:
    _into(Advice)(
        Advice(
            choice=choices[question.key, choice.key],
            position=at,
            kind=advice.kind,
            model=advice.model,
            title=advice.title,
            text=advice.text,
            effort=advice.effort,
            impact=advice.impact,
            source=sources.get(advice.source),
        )
        for question in edition.questions
        for choice in question.choices
        for at, advice in _numbered(choice.advice)
    )


def _conditions(edition: flow.Edition, questions: Mapping[str, Question], choices: Choices) -> None:
    _into(ShownBy)(
        ShownBy(question=questions[question.key], choice=choices[question.condition.question, choice])
        for question in edition.questions
        if question.condition
        for choice in question.condition.choices
    )

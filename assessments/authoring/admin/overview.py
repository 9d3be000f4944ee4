"""What the page of an edition shows beside its form: its parts, and its questions step by step."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from assessments.authoring.admin import words
from assessments.authoring.admin.parts import FILTER
from assessments.models import BusinessFunction, Department, Question, Questionnaire, Source, Step

MODELS: Final[tuple[Any, ...]] = (Step, Question, BusinessFunction, Department, Source)


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of part, with the pages that list and add it."""

    name: str
    count: int
    list_url: str
    add_url: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    text: str
    url: str
    scope: str
    weight: int
    answers: int
    advice: int


@dataclass(frozen=True, slots=True)
class StepLine:
    pk: int
    title: str
    url: str
    add_url: str
    questions: tuple[QuestionLine, ...]


def sections(edition: Questionnaire) -> tuple[Section, ...]:
    return tuple(_section(edition, model) for model in MODELS)


def steps(edition: Questionnaire) -> tuple[StepLine, ...]:
    """List the questions step by step, in two queries."""
    lines: dict[int, list[QuestionLine]] = {}
    questions = edition.questions.annotate(
        answers=Count("choices", distinct=True), advice=Count("choices__advice", distinct=True)
    )
    for question in questions.order_by("position", "pk"):
        lines.setdefault(question.step_id, []).append(
            QuestionLine(
                question.text,
                _address(Question, "change", question.pk),
                str(words.ASKED[question.scope]),
                question.weight,
                question.answers,
                question.advice,
            )
        )
    return tuple(
        StepLine(
            step.pk,
            step.title,
            _address(Step, "change", step.pk),
            _add(Question, edition, step=step.pk),
            tuple(lines.get(step.pk, ())),
        )
        for step in edition.steps.all()
    )


def _section(edition: Questionnaire, model: Any) -> Section:
    listed = f"{_address(model, 'changelist')}?{urlencode({FILTER: edition.pk})}"
    add = _add(model, edition) if edition.is_draft else ""
    count = model.objects.filter(questionnaire=edition).count()
    return Section(str(model._meta.verbose_name_plural), count, listed, add)


def _add(model: Any, edition: Questionnaire, **fields: int) -> str:
    return f"{_address(model, 'add')}?{urlencode({'questionnaire': edition.pk, **fields})}"


def _address(model: Any, page: str, *arguments: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)

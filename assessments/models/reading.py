"""An edition's rows read into plain values, kept for the life of the process once the edition is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final, TypeAlias

from django.db.models import prefetch_related_objects

from assessments.edition import document, flow
from assessments.models.edition import Advice, BusinessFunction, Choice, Question
from assessments.models.questionnaire import DamagedEditionError, Questionnaire

PARTS: Final = (
    *("sources", "steps", "departments", "functions"),
    *("questions__choices__advice", "questions__shown_by"),
)


@dataclass(frozen=True, slots=True)
class EditionIds:
    """The rows behind the keys of one edition."""

    questions: Mapping[str, int]
    steps: Mapping[str, int]
    functions: Mapping[str, int]
    sources: Mapping[str, int]
    departments: Mapping[str, int]


Whole: TypeAlias = tuple[flow.Edition, EditionIds]
# A published edition changes in nothing but its words, and those seldom: a process asks this often, in seconds, whether
# another one put them right. The one that did so forgets at once.
LOOK_AGAIN: Final = 30


@dataclass(slots=True)
class _Kept:
    whole: Whole
    revision: int
    looked_at: float


# What was read once holds for this process; a draft is read anew each time.
_kept: Final[dict[int, _Kept]] = {}


def read(questionnaire_id: int) -> flow.Edition:
    """Read a whole edition, in nine queries or, once it was published and read before, in none.

    Raises:
        Questionnaire.DoesNotExist: there is no such edition.
    """
    return whole(questionnaire_id)[0]


def forget() -> None:
    """Drop what was kept: its words were put right, or a test begins, whose database uses the same primary keys."""
    _kept.clear()


def whole(questionnaire_id: int) -> Whole:
    """Read an edition with the rows behind its keys, as `read` does."""
    kept = _kept.get(questionnaire_id)
    if kept is not None and _still_holds(questionnaire_id, kept):
        return kept.whole
    row = Questionnaire.objects.get(pk=questionnaire_id)
    if not row.is_draft:
        # The revision was read with the words: if they are put right in between, the next look sees it.
        prefetch_related_objects([row], *PARTS)
        made = load(row), _ids(row)
        _kept[questionnaire_id] = _Kept(made, row.revision, monotonic())
        return made
    return read_rows(row), _ids(row)


def load(row: Questionnaire) -> flow.Edition:
    """Read a published edition from its content alone.

    Raises:
        DamagedEditionError: the content is not what was published.
    """
    if document.checksum(row.content) != row.checksum:
        raise DamagedEditionError(row.label)
    return document.read(row.content)


def read_rows(row: Questionnaire) -> flow.Edition:
    """Read an edition from its rows, in eight queries."""
    prefetch_related_objects([row], *PARTS)
    return flow.in_page_order(_edition(row))


def _still_holds(questionnaire_id: int, kept: _Kept) -> bool:
    now = monotonic()
    if now - kept.looked_at < LOOK_AGAIN:
        return True
    kept.looked_at = now
    return Questionnaire.objects.filter(pk=questionnaire_id, revision=kept.revision).exists()


def _ids(row: Questionnaire) -> EditionIds:
    return EditionIds(
        questions={question.key: question.pk for question in row.questions.all()},
        steps={step.slug: step.pk for step in row.steps.all()},
        functions={function.key: function.pk for function in row.functions.all()},
        sources={source.key: source.pk for source in row.sources.all()},
        departments={department.key: department.pk for department in row.departments.all()},
    )


def _edition(row: Questionnaire) -> flow.Edition:
    sources = {source.pk: source.key for source in row.sources.all()}
    departments = {department.pk: department.key for department in row.departments.all()}
    steps = {step.pk: step.slug for step in row.steps.all()}
    keys = {question.pk: question.key for question in row.questions.all()}
    return flow.Edition(
        slug=row.slug,
        edition=row.edition,
        language=row.language,
        title=row.title,
        introduction=row.introduction,
        sources=tuple(flow.Source(source.key, source.title, source.note) for source in row.sources.all()),
        steps=tuple(flow.Step(step.slug, step.title, step.lead, step.minutes) for step in row.steps.all()),
        departments=tuple(flow.Department(part.key, part.name) for part in row.departments.all()),
        questions=tuple(
            _question(question, step=steps[question.step_id], keys=keys, sources=sources)
            for question in row.questions.all()
        ),
        functions=tuple(
            _function(function, department=departments[function.department_id], sources=sources)
            for function in row.functions.all()
        ),
    )


def _question(row: Question, *, step: str, keys: Mapping[int, str], sources: Mapping[int, str]) -> flow.Question:
    return flow.Question(
        key=row.key,
        step=step,
        scope=flow.Scope(row.scope),
        weight=row.weight,
        text=row.text,
        short=row.short,
        choices=tuple(_choice(choice, sources) for choice in row.choices.all()),
        hint=row.hint,
        why=row.why,
        own_functions_only=row.own_functions_only,
        fixed=row.fixed,
        exempt=row.exempt,
        condition=_condition(row, keys),
    )


def _condition(row: Question, keys: Mapping[int, str]) -> flow.Condition | None:
    shown_by = tuple(row.shown_by.all())
    if not shown_by:
        return None
    # All stand under one question: the two ways in, the form and the file, see to that.
    question = shown_by[0].question_id
    return flow.Condition(keys[question], tuple(choice.key for choice in shown_by if choice.question_id == question))


def _choice(row: Choice, sources: Mapping[int, str]) -> flow.Choice:
    return flow.Choice(
        key=row.key,
        text=row.text,
        short=row.short,
        evidence=(row.bpo, row.kpo, row.ito, row.outsource),
        reason=row.reason,
        source=_named(row.source_id, sources),
        signal=row.signal,
        advice=tuple(_advice(advice, sources) for advice in row.advice.all()),
    )


def _advice(row: Advice, sources: Mapping[int, str]) -> flow.Advice:
    return flow.Advice(
        kind=row.kind,
        model=row.model,
        title=row.title,
        text=row.text,
        effort=row.effort,
        impact=row.impact,
        source=_named(row.source_id, sources),
    )


def _function(row: BusinessFunction, *, department: str, sources: Mapping[int, str]) -> flow.CatalogueFunction:
    return flow.CatalogueFunction(
        key=row.key,
        name=row.name,
        department=department,
        office=row.office,
        prior=(row.bpo, row.kpo, row.ito),
        says=row.says,
        source=_named(row.source_id, sources),
        split=row.split,
        hint=row.hint,
    )


def _named(source: int | None, sources: Mapping[int, str]) -> str:
    return sources[source] if source is not None else ""

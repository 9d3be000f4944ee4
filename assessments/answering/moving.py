"""Moving an unfinished assessment to the edition that is published now: what goes along, and what stays behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assessments.answering.services import ClosedError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.edition.diff import Path, says_otherwise
from assessments.models import Answer, Assessment, LeftBehind, Progress, Questionnaire, SelectedFunction
from assessments.models.languages import read_here
from assessments.models.reading import read


def stay(*, assessment: Assessment, newer: Questionnaire) -> None:
    """Finish in the edition it was begun with; asked again only when a still newer one is published."""
    Assessment.objects.drafts().filter(pk=assessment.pk).update(declined=newer)


def move(*, assessment: Assessment, to: Questionnaire) -> None:
    """Take a draft over into a newer edition; pressed twice or at once, it is moved once.

    Answers go along by their keys. Where the words of a question or an answer changed, the answer stays and is marked
    for another look; what has no place any more is kept in the words of then. A tab that was opened before finds that
    its versions are gone.

    Raises:
        ClosedError: it was submitted meanwhile; nothing was written.
    """
    with transaction.atomic():
        old_id = assessment.questionnaire_id
        drafts = Assessment.objects.drafts().filter(pk=assessment.pk)
        # The row is held before anything is read: whoever saves or moves at this moment comes before or after.
        if not drafts.filter(questionnaire=old_id).update(questionnaire=to, declined=None, updated_at=timezone.now()):
            if drafts.exists():
                return
            raise ClosedError
        old, new = read(old_id), read(to.pk)
        otherwise = says_otherwise(old, new)
        _take_along(_Move(old, read_here(old_id), new, Sheet(assessment), otherwise))
        second = Assessment.every.drafts().filter(second_to=assessment).first()
        if second:  # it goes along and never alone, so that the two answer the same questions
            _take_along(_Move(old, read_here(old_id), new, Sheet(second), otherwise))
            Assessment.every.filter(pk=second.pk).update(questionnaire=to)


@dataclass(frozen=True, slots=True)
class _Move:
    old: flow.Edition
    told: flow.Edition  # the old one in the language of this visit
    new: flow.Edition
    sheet: Sheet  # of the old edition: what was said before
    otherwise: frozenset[Path]  # the questions and choices whose words changed

    @property
    def assessment(self) -> Assessment:
        return self.sheet.assessment

    def has_place(self, row: Answer) -> bool:
        """Whether the question is still asked in the same way, about a function that is still listed."""
        before, now = self.old.question_by_key.get(row.question_key), self.new.question_by_key.get(row.question_key)
        if before is None or now is None or before.scope is not now.scope:
            return False
        return not row.function_key or self.has_function(row.function_key)

    def is_offered(self, row: Answer) -> bool:
        now = self.new.question_by_key[row.question_key]
        return row.kind != Answer.Kind.CHOICE or row.choice_key in now.choice_by_key

    def has_function(self, key: str) -> bool:
        return key in flow.OWN_KEYS or key in self.new.function_by_key

    def is_changed(self, row: Answer) -> bool:
        question = ("question", row.question_key)
        return (question,) in self.otherwise or (question, ("choice", row.choice_key)) in self.otherwise


def _take_along(move: _Move) -> None:
    rows = list(move.assessment.answers.all())
    staying = [row for row in rows if move.has_place(row)]
    going = [row for row in rows if not move.has_place(row)]
    no_longer_offered = [row for row in staying if not move.is_offered(row)]
    lost = [row for row in move.sheet.rows.values() if not move.has_function(row.key)]
    LeftBehind.objects.bulk_create(
        [*_lost(move, [row.name for row in lost if row.chosen]), *_left_behind(move, [*going, *no_longer_offered])]
    )
    move.assessment.answers.filter(pk__in=[row.pk for row in going]).delete()
    for row in staying:
        if row in no_longer_offered:  # its note stays where it was written
            row.kind, row.choice_key = Answer.Kind.UNANSWERED, ""
        row.look_again = row.kind != Answer.Kind.UNANSWERED and (row.look_again or move.is_changed(row))
    Answer.objects.bulk_update(staying, ("kind", "choice_key", "look_again"))
    _functions(move, {row.key for row in lost})
    _progress(move)


def _lost(move: _Move, names: list[str]) -> Iterator[LeftBehind]:
    for name in names:
        yield LeftBehind(assessment=move.assessment, edition=move.old.label, function=name)


def _left_behind(move: _Move, going: list[Answer]) -> Iterator[LeftBehind]:
    for row in going:
        if row.kind == Answer.Kind.UNANSWERED and not row.note:
            continue
        question = move.told.question_by_key[row.question_key]
        function = move.sheet.rows.get(row.function_key)
        given = row.choice_key or (row.kind if row.kind in flow.BLANKS else "")
        yield LeftBehind(
            assessment=move.assessment,
            edition=move.old.label,
            function_key=row.function_key,
            function=function.name if function else "",
            question_key=row.question_key,
            question=question.text,
            answer_key=given,
            answer=question.label_of(given),
            note=row.note,
        )


def _functions(move: _Move, lost: set[str]) -> None:
    move.assessment.selected_functions.filter(key__in=lost).delete()
    rows = list(move.assessment.selected_functions.exclude(key__in=flow.OWN_KEYS))
    for row in rows:
        row.name = move.new.function_by_key[row.key].name
    SelectedFunction.objects.bulk_update(rows, ("name",))


def _progress(move: _Move) -> None:
    """Give every page of the new edition a version that no open tab has seen."""
    drafts = Assessment.every.filter(pk=move.assessment.pk)
    before = {row.step: row for row in move.assessment.progress.all()}
    functions = drafts.values_list("functions_version", flat=True).get()
    version = max((functions, *(row.version for row in before.values()))) + 1
    move.assessment.progress.all().delete()
    Progress.objects.bulk_create(
        Progress(
            assessment=move.assessment,
            step=step.slug,
            version=version,
            completed=before[step.slug].completed if step.slug in before else 0,
        )
        for step in move.new.steps
    )
    drafts.update(functions_version=version, oldest_version=version)

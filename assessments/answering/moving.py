"""Moving an unfinished assessment to the edition that is published now: what goes along, and what stays behind."""

from django.db import transaction
from django.utils import timezone

from assessments.answering.services import ClosedError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.edition.diff import says_otherwise
from assessments.models import Answer, Assessment, LeftBehind, Progress, Questionnaire, SelectedFunction
from assessments.models.reading import read


def stay(*, assessment: Assessment, newer: Questionnaire) -> None:
    """Finish in the edition it was begun with; asked again only when a still newer one is published."""
    Assessment.objects.drafts().filter(pk=assessment.pk).update(declined=newer)


def move(*, assessment: Assessment, to: Questionnaire) -> None:
    """Take a draft over into a newer edition; pressed twice or at once, it is moved once.

    Answers stay by their keys. Where the words of a question or an answer changed, the answer is marked for another
    look; what has no place any more is written down in the words of then. A tab that was opened before finds that its
    versions are gone.

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
        _take_along(Sheet(assessment), old=read(old_id), new=read(to.pk))
        second = Assessment.every.drafts().filter(second_to=assessment).first()
        if second:  # it goes along and never alone, so that the two answer the same questions
            _take_along(Sheet(second), old=read(old_id), new=read(to.pk))
            Assessment.every.filter(pk=second.pk).update(questionnaire=to)


def _take_along(sheet: Sheet, *, old: flow.Edition, new: flow.Edition) -> None:
    """Sort what was answered into what stays and what has no place in the new edition."""
    assessment = sheet.assessment
    listed = {flow.ORGANISATION, *flow.OWN_KEYS, *new.function_by_key}
    reworded = says_otherwise(old, new)
    staying, going, no_longer_offered = [], [], []
    for row in assessment.answers.all():
        before, now = old.question_by_key.get(row.question_key), new.question_by_key.get(row.question_key)
        if before is None or now is None or before.scope is not now.scope or row.function_key not in listed:
            going.append(row)
            continue
        staying.append(row)
        if row.kind == Answer.Kind.CHOICE and row.choice_key not in now.choice_by_key:
            no_longer_offered.append(row)
        question = ("question", row.question_key)
        is_changed = (question,) in reworded or (question, ("choice", row.choice_key)) in reworded
        row.look_again = row.kind != Answer.Kind.UNANSWERED and (row.look_again or is_changed)
    lost = [row for row in sheet.rows.values() if row.key not in listed]
    LeftBehind.objects.bulk_create(
        [
            *(LeftBehind(assessment=assessment, edition=old.label, function=row.name) for row in lost if row.chosen),
            *(
                _left_behind(sheet, row)
                for row in (*going, *no_longer_offered)
                if row.kind != Answer.Kind.UNANSWERED or row.note
            ),
        ]
    )
    for row in no_longer_offered:  # its note stays where it was written
        row.kind, row.choice_key, row.look_again = Answer.Kind.UNANSWERED, "", False
    assessment.answers.filter(pk__in=[row.pk for row in going]).delete()
    Answer.objects.bulk_update(staying, ("kind", "choice_key", "look_again"))
    assessment.selected_functions.filter(key__in=[row.key for row in lost]).delete()
    renamed = list(assessment.selected_functions.exclude(key__in=flow.OWN_KEYS))
    for function in renamed:
        function.name = new.function_by_key[function.key].name
    SelectedFunction.objects.bulk_update(renamed, ("name",))
    _renew_versions(assessment, new)


def _left_behind(sheet: Sheet, row: Answer) -> LeftBehind:
    """Write an answer down in the language of this visit; the sheet is still that of the old edition."""
    question = sheet.edition.question_by_key[row.question_key]
    function = sheet.rows.get(row.function_key)
    answer = row.choice_key or (row.kind if row.kind in flow.BLANKS else "")
    return LeftBehind(
        assessment=sheet.assessment,
        edition=sheet.edition.label,
        function_key=row.function_key,
        function=function.name if function else "",
        question_key=row.question_key,
        question=question.text,
        answer_key=answer,
        answer=question.label_of(answer),
        note=row.note,
    )


def _renew_versions(assessment: Assessment, new: flow.Edition) -> None:
    """Give every page of the new edition a version that no open tab has seen."""
    drafts = Assessment.every.filter(pk=assessment.pk)
    before = {row.step: row for row in assessment.progress.all()}
    functions = drafts.values_list("functions_version", flat=True).get()
    version = max((functions, *(row.version for row in before.values()))) + 1
    assessment.progress.all().delete()
    Progress.objects.bulk_create(
        Progress(
            assessment=assessment,
            step=step.slug,
            version=version,
            completed=before[step.slug].completed if step.slug in before else 0,
        )
        for step in new.steps
    )
    drafts.update(functions_version=version, oldest_version=version)

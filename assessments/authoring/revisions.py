"""Every change of an edition keeps a revision: its history, the way back, and what tells two authors of each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from assessments.edition import document
from assessments.edition.diff import Change, diff
from assessments.models import FrozenEditionError, Questionnaire, Revision
from assessments.models.rows import delete_rows, ids_of, read_rows, write_rows
from organisations.models import User


@contextmanager
def changing(questionnaire_id: int, *, by: User | None, note: str = "") -> Iterator[Questionnaire]:
    """Hold a draft while it is changed, and keep a revision where it says something else afterwards.

    Nobody else changes or publishes it meanwhile.

    Raises:
        FrozenEditionError: it is no draft any more.
    """
    with transaction.atomic():
        row = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire_id)
        if not row.is_draft:
            raise FrozenEditionError(row)
        yield row
        if Questionnaire.objects.filter(pk=row.pk).exists():  # it may have been deleted
            record(row, by=by, note=note)


def record(row: Questionnaire, *, by: User | None = None, note: str = "", unchanged: bool = False) -> None:
    """Record what an edition says now as its next revision; `unchanged`: also where it says the same as before."""
    row = Questionnaire.objects.get(pk=row.pk)
    counts = {}
    content = row.content
    if row.is_draft:
        edition = read_rows(row)
        content = document.write(edition)
        counts = {"question_count": len(edition.questions), "function_count": len(edition.functions)}
    if not unchanged and row.revisions.filter(number=row.revision, content=content).exists():
        return
    number = row.revision + 1
    Revision.objects.create(questionnaire=row, number=number, content=content, by=by, note=note)
    Questionnaire._base_manager.filter(pk=row.pk).update(revision=number, **counts)


def restore(*, questionnaire: Questionnaire, number: int, by: User | None) -> None:
    """Let a draft say again what it said in one of its revisions; its short name and number stay.

    Raises:
        Revision.DoesNotExist: there is none of this number.
        FrozenEditionError: it is no draft any more.
    """
    with changing(questionnaire.pk, by=by, note=f"back to revision {number}") as row:
        edition = document.read(row.revisions.get(number=number).content)
        row.language, row.title, row.introduction = edition.language, edition.title, edition.introduction
        row.save()
        ids = ids_of(row)
        delete_rows(row)
        write_rows(row, edition, ids)


def changes_since(questionnaire: Questionnaire, number: int) -> tuple[Change, ...]:
    """List what others changed in a draft since its revision of this number."""
    then = questionnaire.revisions.filter(number=number).first()
    if then is None:
        return ()
    return diff(document.read(then.content), read_rows(Questionnaire.objects.get(pk=questionnaire.pk)))

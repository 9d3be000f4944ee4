"""The one narrow door into a published edition: words put right, with a note, and never anything that could move a score."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessments.authoring import guards
from assessments.edition import document
from assessments.models import Advice, BusinessFunction, Choice, Department, Question, Questionnaire, Source, Step
from assessments.models.questionnaire import keep_what_was
from assessments.models.reading import forget, read_rows
from organisations.models import User

PARTS: Final[tuple[type[models.Model], ...]] = (
    Questionnaire,
    Step,
    Question,
    Choice,
    Advice,
    Department,
    BusinessFunction,
    Source,
)


class RewordingError(Exception):
    """These words can't be put right here; the message says why and what to do."""


def words_of(model: type[models.Model]) -> tuple[str, ...]:
    """Name the texts of a kind of part that may be put right, in the order of its fields."""
    allowed = guards.WORDS[model._meta.db_table]
    return tuple(field.name for field in model._meta.concrete_fields if field.name in allowed)


def reword(*, part: Any, words: Mapping[str, str], note: str, by: User) -> tuple[str, ...]:
    """Put words of a published or retired edition right; name the fields that changed.

    Reports keep the words they were given with. Every process has the new ones within `reading.LOOK_AGAIN` seconds.

    Raises:
        RewordingError: without a note, for a draft, for a field that is no wording or for words that do not fit it.
    """
    if not note.strip():
        raise RewordingError(_("Say why the words are put right; the note is kept with the change"))
    model = type(part)
    if unknown := set(words) - set(words_of(model)):
        raise RewordingError(
            _("%(fields)s is no wording: copy the edition to a draft to change it") % {"fields": ", ".join(unknown)}
        )
    with transaction.atomic():
        edition = _held(part)
        row = model._default_manager.get(pk=part.pk)
        changed = tuple(name for name, text in words.items() if getattr(row, name) != text)
        if changed:
            _write(row, {name: words[name] for name in changed}, note=note.strip(), by=by)
            _count(edition)
            transaction.on_commit(forget)
    return changed


def _held(part: Any) -> Questionnaire:
    """Hold the edition of a part; a draft needs no door."""
    model = type(part)
    editions = Questionnaire.objects.select_for_update(no_key=True)
    if isinstance(part, Questionnaire):
        edition = editions.get(pk=part.pk)
    else:
        edition = editions.get(pk__in=model._default_manager.filter(pk=part.pk).values(model.to_edition))
    if edition.is_draft:
        raise RewordingError(_("%(label)s is a draft: change it on its own pages") % {"label": edition.label})
    return edition


def _write(row: Any, words: Mapping[str, str], *, note: str, by: User) -> None:
    keep_what_was(type(row)._default_manager.filter(pk=row.pk))
    for name, text in words.items():
        setattr(row, name, text)
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in words])
    except ValidationError as error:
        raise RewordingError("; ".join(_said(row, error))) from error
    _through_the_door(models.QuerySet(type(row)).filter(pk=row.pk), words)
    type(row).history.bulk_history_create([row], update=True, default_user=by, default_change_reason=note)


def _count(edition: Questionnaire) -> None:
    content = document.write(read_rows(Questionnaire.objects.get(pk=edition.pk)))
    values = {"revision": F("revision") + 1, "content": content, "checksum": document.checksum(content)}
    _through_the_door(models.QuerySet(Questionnaire).filter(pk=edition.pk), values)


def _through_the_door(rows: "models.QuerySet[Any]", values: Mapping[str, Any]) -> None:
    """Write past the models' own guard, which knows no door; the database's lets words through while it is open."""
    with connection.cursor() as cursor:
        _turn(cursor, is_open=True)
        rows.update(**values)
        _turn(cursor, is_open=False)


def _turn(cursor: Any, *, is_open: bool) -> None:
    """Open or shut the door for this transaction alone: one that fails takes it back with everything else."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT set_config(%s, %s, true)", (guards.SETTING, "on" if is_open else "off"))
    else:
        cursor.execute(f"UPDATE {guards.DOOR} SET is_open = %s", (int(is_open),))  # noqa: S608 - our own name


def _said(row: Any, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        yield f"{row._meta.get_field(name).verbose_name}: {' '.join(messages)}"

"""Words of a published edition put right, with a note; nothing that could move a score ever changes."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from assessments.authoring.revisions import record
from assessments.edition import document
from assessments.edition.texts import every_text, reworded
from assessments.models import Advice, BusinessFunction, Choice, Department, Question, Questionnaire, Source, Step
from assessments.models.reading import forget, read_content
from organisations.models import User

MODELS: Final[Mapping[str, type[models.Model]]] = {
    "": Questionnaire,
    "step": Step,
    "question": Question,
    "choice": Choice,
    "advice": Advice,
    "department": Department,
    "function": BusinessFunction,
    "source": Source,
}


class RewordingError(Exception):
    """These words can't be put right here; the message says why and what to do."""


def field_of(key: str) -> Any:
    """Find the model's field for a text, such as the reason of a choice for “question.load.choice.much.reason”."""
    *path, name = key.split(".")
    return MODELS[path[-2] if path else ""]._meta.get_field(name)


def reword(*, questionnaire: Questionnaire, words: Mapping[str, str], note: str, by: User) -> tuple[str, ...]:
    """Put words of a published or retired edition right, by the keys of `texts`; name those that changed.

    Reports keep the words they were given with. Every process has the new ones within `reading.LOOK_AGAIN` seconds.

    Raises:
        RewordingError: without a note, for a draft, for what is no wording or for words that do not fit their field.
    """
    if not note.strip():
        raise RewordingError(_("Say why the words are put right; the note is kept with the change"))
    with transaction.atomic():
        row = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
        if row.is_draft:
            raise RewordingError(_("%(label)s is a draft: change it on its own pages") % {"label": row.label})
        edition = read_content(row)
        originals = {text.key: text.original for text in every_text(edition)}
        if unknown := set(words) - set(originals):
            raise RewordingError(
                _("%(fields)s is no wording: copy the edition to a draft to change it")
                % {"fields": ", ".join(sorted(unknown))}
            )
        changed = {key: text for key, text in words.items() if originals[key] != text}
        problems = []
        for key, text in changed.items():
            field = field_of(key)
            try:
                field.clean(text, None)
            except ValidationError as error:
                problems.append(f"{field.verbose_name}: {' '.join(error.messages)}")
        if problems:
            raise RewordingError("; ".join(problems))
        if changed:
            new = reworded(edition, changed)
            content = document.write(new)
            Questionnaire._base_manager.filter(pk=row.pk).update(
                title=new.title,
                introduction=new.introduction,
                content=content,
                checksum=document.checksum(content),
            )
            record(row, by=by, note=note.strip())
            transaction.on_commit(forget)
    return tuple(changed)

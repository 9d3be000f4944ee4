"""Writing the texts of an edition in another language."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from assessments.edition.texts import Rendering, texts
from assessments.models import Questionnaire, Translation, languages
from assessments.models.reading import read


def translate(*, questionnaire: Questionnaire, language: str, words: Mapping[str, str]) -> None:
    """Word some texts of an edition in a language; an empty text takes a translation back.

    Each is kept beside the original as it stands now; a key that the edition does not have is passed over.
    """
    originals = {text.key: text.original for text in texts(read(questionnaire.pk))}
    renderings = {key: Rendering(originals[key], text) for key, text in words.items() if key in originals}
    save(questionnaire=questionnaire, language=language, renderings=renderings)


def save(*, questionnaire: Questionnaire, language: str, renderings: Mapping[str, Rendering]) -> None:
    """Write translations with the originals they were made of."""
    now = timezone.now()
    rows = [
        Translation(
            questionnaire=questionnaire,
            language=language,
            key=key,
            original=rendering.original,
            text=rendering.text,
            changed_at=now,
        )
        for key, rendering in renderings.items()
        if rendering.text
    ]
    empty = [key for key, rendering in renderings.items() if not rendering.text]
    with transaction.atomic():
        Translation.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=("questionnaire", "language", "key"),
            update_fields=("original", "text", "changed_at"),
        )
        questionnaire.translations.filter(language=language, key__in=empty).delete()
    languages.forget()


def copy(*, source: Questionnaire, to: Questionnaire) -> None:
    """Take every translation along to a copy; what its author then rewords no longer holds there, text by text."""
    Translation.objects.bulk_create(
        Translation(
            questionnaire=to,
            language=row.language,
            key=row.key,
            original=row.original,
            text=row.text,
            changed_at=row.changed_at,
        )
        for row in source.translations.all()
    )

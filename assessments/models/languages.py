"""An edition as it is told in a language, kept by each process like the edition itself."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max
from django.utils.translation import get_language

from assessments.edition import flow
from assessments.edition.texts import Rendering, told_in
from assessments.models.reading import read
from assessments.models.translation import Translation

# Translations of a published edition may still be mended, so a process looks now and then whether they were.
FRESH: Final = 60.0  # seconds

Stamp = tuple[int, datetime | None]


@dataclass(slots=True)
class TranslatedEdition:
    """An edition in a language as it was read, and when it was last looked at whether a text changed since."""

    original: flow.Edition
    translated: flow.Edition
    stamp: Stamp
    looked_at: float


_read: Final[dict[tuple[int, str], TranslatedEdition]] = {}


def read_here(questionnaire_id: int) -> flow.Edition:
    """Read an edition in the language of this visit."""
    return read_in(questionnaire_id, get_language() or "")


def read_in(questionnaire_id: int, language: str) -> flow.Edition:
    """Read an edition in a language; text by text in the language it was written in where there is no translation.

    In its own language this asks nothing that `read` does not ask; in another one it asks once a minute at most.
    """
    original = read(questionnaire_id)
    if language in ("", original.language):
        return original
    earlier = _read.get((questionnaire_id, language))
    if earlier and earlier.original is original and time.monotonic() - earlier.looked_at < FRESH:
        return earlier.translated
    rows = Translation.objects.filter(questionnaire=questionnaire_id, language=language)
    latest = rows.aggregate(count=Count("pk"), latest=Max("changed_at"))
    stamp = latest["count"], latest["latest"]
    if earlier and earlier.original is original and earlier.stamp == stamp:
        earlier.looked_at = time.monotonic()
        return earlier.translated
    translated = told_in(original, language, renderings(questionnaire_id, language))
    _read[questionnaire_id, language] = TranslatedEdition(original, translated, stamp, time.monotonic())
    return translated


def renderings(questionnaire_id: int, language: str) -> dict[str, Rendering]:
    rows = Translation.objects.filter(questionnaire=questionnaire_id, language=language)
    return {row.key: row.rendering for row in rows}


def forget() -> None:
    """Drop what was read: after a translation was saved here, and in tests."""
    _read.clear()

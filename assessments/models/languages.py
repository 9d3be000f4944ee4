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
class _Kept:
    original: flow.Edition
    told: flow.Edition
    stamp: Stamp
    looked_at: float


_kept: Final[dict[tuple[int, str], _Kept]] = {}


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
    kept = _kept.get((questionnaire_id, language))
    if kept and kept.original is original and time.monotonic() - kept.looked_at < FRESH:
        return kept.told
    stamp = _stamp(questionnaire_id, language)
    if kept and kept.original is original and kept.stamp == stamp:
        kept.looked_at = time.monotonic()
        return kept.told
    told = told_in(original, language, renderings(questionnaire_id, language))
    _kept[questionnaire_id, language] = _Kept(original, told, stamp, time.monotonic())
    return told


def renderings(questionnaire_id: int, language: str) -> dict[str, Rendering]:
    rows = Translation.objects.filter(questionnaire=questionnaire_id, language=language)
    return {row.key: row.rendering for row in rows}


def forget() -> None:
    """Drop what was kept: after a translation was saved here, and in tests."""
    _kept.clear()


def _stamp(questionnaire_id: int, language: str) -> Stamp:
    rows = Translation.objects.filter(questionnaire=questionnaire_id, language=language)
    found = rows.aggregate(count=Count("pk"), latest=Max("changed_at"))
    return found["count"], found["latest"]

"""Editions as plain values; what is published is read once for the life of a process."""

from dataclasses import dataclass
from time import monotonic
from typing import Final

from assessments.edition import document, flow
from assessments.models.questionnaire import DamagedEditionError, Questionnaire
from assessments.models.rows import read_rows

# A published edition changes in nothing but its words, and those seldom: a process asks this often, in seconds, whether
# another one put them right. The one that did so forgets at once.
LOOK_AGAIN: Final = 30


@dataclass(slots=True)
class ReadEdition:
    """A published edition as it was read, and when it was last looked at whether it is still the same."""

    edition: flow.Edition
    checksum: str
    looked_at: float


# What was read once holds for this process; a draft is read anew each time.
_read: Final[dict[int, ReadEdition]] = {}


def read(questionnaire_id: int) -> flow.Edition:
    """Read a whole edition: a draft from its rows; what is published from its content, and once.

    Raises:
        Questionnaire.DoesNotExist: there is no such edition.
        DamagedEditionError: its content in the database is not what was published.
    """
    earlier = _read.get(questionnaire_id)
    if earlier is not None:
        now = monotonic()
        if now - earlier.looked_at < LOOK_AGAIN:
            return earlier.edition
        earlier.looked_at = now
        if Questionnaire.objects.filter(pk=questionnaire_id, checksum=earlier.checksum).exists():
            return earlier.edition
    row = Questionnaire.objects.get(pk=questionnaire_id)
    if row.is_draft:
        return read_rows(row)
    edition = read_content(row)
    _read[questionnaire_id] = ReadEdition(edition, row.checksum, monotonic())
    return edition


def read_content(row: Questionnaire) -> flow.Edition:
    """Read what was published from the row itself.

    Raises:
        DamagedEditionError: the content is not what was published.
    """
    if document.checksum(row.content) != row.checksum:
        raise DamagedEditionError(row.label)
    return document.read(row.content)


def forget() -> None:
    """Drop what was read: its words were put right, or a test begins, whose database uses the same primary keys."""
    _read.clear()

"""The three statements of a save, in SQL of our own: having Django write them cost more than all else the save does."""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from assessments.models.assessment import Assessment

_TOUCH: Final = "UPDATE assessments_assessment SET updated_at = %s WHERE id = %s AND status = %s"
_SAVED: Final = """
    UPDATE assessments_progress SET version = version + 1, completed = CASE WHEN %s THEN version + 1 ELSE completed END,
        saved_by_id = %s, saved_at = %s
    WHERE assessment_id = %s AND step = %s AND version = %s
"""
_INSERT: Final = """
    INSERT INTO assessments_answer (assessment_id, question_key, function_key, kind, choice_key, note, look_again)
"""
_ROW: Final = "(%s, %s, %s, %s, %s, %s, FALSE)"
# One parameter for all of them: the same words, and so the same plan, however many rows. The driver makes arrays far
# more slowly than Python makes JSON.
_ROWS: Final = """
    SELECT %s, told.*, FALSE
    FROM json_to_recordset(%s::json) AS told(question text, function text, kind text, choice text, note text)
"""
_REPLACE: Final = """
    ON CONFLICT (assessment_id, question_key, function_key)
    DO UPDATE SET kind = excluded.kind, choice_key = excluded.choice_key, note = excluded.note, look_again = FALSE
"""


class AnswerRow(NamedTuple):
    """One row of answers; its fields stand in the order of the columns."""

    question: str
    function: str
    kind: str
    choice: str
    note: str


def touch(assessment: UUID) -> bool:
    """Mark a draft as saved now, which also holds its row until the transaction ends; tell whether it is a draft."""
    return _execute(_TOUCH, _now(), _stored(assessment), Assessment.Status.DRAFT.value) == 1


def advance(assessment: UUID, *, step: str, version: int, in_full: bool, by: UUID | None) -> bool:
    """Count one more save of a step's page, and tell whether `version` was the last one."""
    who = _stored(by) if by else None
    return _execute(_SAVED, in_full, who, _now(), _stored(assessment), step, version) == 1


def write(assessment: UUID, rows: Sequence[AnswerRow]) -> None:
    """Store answers, in place of what was stored there."""
    if not rows:
        return
    stored = _stored(assessment)
    if connection.vendor == "postgresql":
        _execute(_INSERT + _ROWS + _REPLACE, stored, json.dumps([row._asdict() for row in rows]))
        return
    places = ", ".join([_ROW] * len(rows))
    _execute(f"{_INSERT} VALUES {places} {_REPLACE}", *(value for row in rows for value in (stored, *row)))


def _execute(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _stored(pk: UUID) -> Any:
    return Assessment._meta.pk.get_db_prep_value(pk, connection)

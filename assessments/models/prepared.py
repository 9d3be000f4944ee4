"""Reads that every page of an assessment makes, with their SQL written once by Django instead of at each visit.

Writing it costs Django several times what the database needs to answer.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from assessments.models.assessment import Assessment

# Dates come from SQLite as text, so they are left out; Django fetches one by itself where it is asked for.
PLAIN: Final = (
    "id",
    "questionnaire_id",
    "organisation_id",
    "holder_hash",
    "company",
    "status",
    "functions_version",
    "oldest_version",
)


class Prepared:
    """A query that differs from visit to visit in its parameters alone, in the order in which `build` takes them.

    Only plain columns may be asked for, text and whole numbers, since what comes back is not converted.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._sql: dict[str, str] = {}

    def rows(self, *values: object) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self._write(*values), tuple(map(_stored, values)))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _write(self, *values: object) -> str:
        vendor = connection.vendor
        if vendor not in self._sql:
            self._sql[vendor], places = self._build(*values).query.sql_with_params()
            if len(places) != len(values):
                raise ValueError(f"a prepared query may hold its {len(values)} values and no other: {places}")
        return self._sql[vendor]


_BEGUN: Final = Prepared(
    lambda holder, pk: Assessment.objects.begun_in(holder).filter(pk=pk).order_by().values_list(*PLAIN)
)


def begun_in(holder: str, pk: UUID) -> Assessment | None:
    """Find an assessment by the token of the browser it was begun in, as `Assessment.objects.begun_in` does."""
    if not holder:
        return None
    for _id, *rest in _BEGUN.rows(holder, pk):
        return Assessment.from_db(None, PLAIN, (pk, *rest))
    return None


def _stored(value: object) -> Any:
    return Assessment._meta.pk.get_db_prep_value(value, connection) if isinstance(value, UUID) else value

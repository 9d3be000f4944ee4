"""Reads that every page of an assessment makes, with their SQL written once by Django instead of at each visit."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from assessments.models.assessment import Assessment


class ByAssessment:
    """The rows of one kind that belong to one assessment.

    Writing the SQL of such a query costs Django several times what the database needs to answer it. Only plain
    columns may be asked for, text and whole numbers, since what comes back is not converted.
    """

    def __init__(self, rows_of: Callable[[UUID], "QuerySet[Any, tuple[Any, ...]]"]) -> None:
        self._rows_of = rows_of
        self._sql: dict[str, str] = {}

    def read(self, assessment: UUID) -> list[tuple[Any, ...]]:
        if connection.vendor not in self._sql:
            self._sql[connection.vendor], (_assessment,) = self._rows_of(assessment).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql[connection.vendor], (Assessment._meta.pk.get_db_prep_value(assessment, connection),)
            )
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

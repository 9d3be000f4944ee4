"""Every earlier state of the database brought to the newest one; runs inside an installation, by `manage.py shell`.

A state is reached by taking a full database back, migration by migration, as far as it can go; what then stands in
it is written down, and looked for after the way forward.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recommendations.models import Report

ROOMS = ("organisations", "assessments", "recommendations")
Contents = dict[str, dict[str, list[Any]]]  # table -> column -> its values, in the order of the key


def states() -> list[tuple[str, str]]:
    """Name every migration of every room that another one follows."""
    leaves = dict(_executor().loader.graph.leaf_nodes())
    return sorted(key for key in _executor().loader.disk_migrations if key[0] in ROOMS and leaves[key[0]] != key[1])


def back_to(state: tuple[str, str]) -> None:
    _executor().migrate([state])


def newest() -> None:
    executor = _executor()
    executor.migrate(executor.loader.graph.leaf_nodes())


def contents() -> Contents:
    """Read all that the rooms keep, past the models, which are those of the newest state."""
    return {table: _columns(table) for table in connection.introspection.table_names() if table.startswith(ROOMS)}


def differences(before: Contents, after: Contents) -> Iterator[str]:
    """Compare every column that is there on both sides; a table or column that went is one that was emptied."""
    for table, columns in before.items():
        for column, values in columns.items():
            if column in after.get(table, {}) and after[table][column] != values:
                yield f"{table}.{column}"


def _columns(table: str) -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
        quoted = connection.ops.quote_name(table)
        cursor.execute(f"SELECT * FROM {quoted} ORDER BY {connection.ops.quote_name(key or 'id')}")
        names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        rows = cursor.fetchall()
    return {name: [str(row[number]) for row in rows] for number, name in enumerate(names)}


def _executor() -> MigrationExecutor:
    return MigrationExecutor(connection)


def main(share: float) -> None:
    """Print one line of JSON: how many states, how many values were compared, what differed, what a control found."""
    told: dict[str, Any] = {"states": 0, "values": 0, "wrong": [], "control": 0, "irreversible": []}
    for report in Report.objects.filter(is_sample=True).exclude(language="en"):
        report.assessment.delete()  # the older states know of one sample alone and can't be gone back to with two
    every = max(1, round(1 / share))
    for state in states()[::every]:
        _one(state, told)
    print(json.dumps(told))


def _one(state: tuple[str, str], told: dict[str, Any]) -> None:
    name = "/".join(state)
    try:
        back_to(state)
    except Exception as error:  # noqa: BLE001 - whatever stopped it stands in the table
        told["irreversible"].append(f"{name}: {type(error).__name__}: {error}")
        newest()
        return
    before = contents()
    newest()
    after = contents()
    told["states"] += 1
    told["values"] += sum(len(values) for columns in before.values() for values in columns.values())
    told["wrong"] += [f"{name}: {one}" for one in differences(before, after)]
    changed = {**after, "assessments_question": {**after["assessments_question"], "key": []}}
    told["control"] += len(list(differences(before, changed)))

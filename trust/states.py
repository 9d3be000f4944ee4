"""Every earlier state of the database, with data, brought to the newest; runs inside an installation, by `manage.py shell`.

One empty database goes forward migration by migration; at each state a copy of it is filled and taken to the newest.
Going back would prove nothing: nobody upgrades that way, and a database that came back is not one that was there.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import make_conninfo

from trust.filling import fill

ROOMS: Final = ("organisations", "assessments", "recommendations", "consulting")
SPINE: Final = ".spine"
# Tables that went with what stood in them, and why nothing was lost.
MEANT: Final = {
    "assessments_question_shown_by": "nothing was released with the table that Django had made by itself",
    "recommendations_keptpdf": "copies of reports are made again when they are asked for",
}
Node = tuple[str, str]  # room and migration
Contents = dict[str, dict[str, list[Any]]]  # table -> column -> its values, in the order of the key


def main(share: float) -> None:
    """Print one line of JSON: how many states and values were compared, what differed, what a control found."""
    told: dict[str, Any] = {"states": 0, "values": 0, "wrong": [], "control": 0}
    connection.settings_dict["OPTIONS"].pop("pool", None)  # a pool would hold the database that is copied
    name = str(connection.settings_dict["NAME"])
    every = max(1, round(1 / share))
    for number, state in enumerate(states()):
        apps = forward(state)
        if number % every == 0:
            keep(name, SPINE)
            _one(" ".join("/".join(node) for node in state[-1:]), apps, told)
            keep(SPINE, name)
    print(json.dumps(told))


def begin() -> None:
    """Make the database of the first version, fill it, and keep a copy to begin again with."""
    connection.settings_dict["OPTIONS"].pop("pool", None)
    fill(forward(states()[0]))
    keep(str(connection.settings_dict["NAME"]), SPINE)


def begin_again() -> None:
    connection.settings_dict["OPTIONS"].pop("pool", None)
    keep(SPINE, str(connection.settings_dict["NAME"]))


def states() -> list[list[Node]]:
    """Give what each earlier version of the product had migrated to: all that had been written by then.

    The log says when a migration was added; where it is cut short there are no earlier versions, and no proof.
    """
    graph = MigrationExecutor(connection).loader.graph
    reached = [node for node in graph.leaf_nodes() if node[0] not in ROOMS]
    versions = []
    for added in _log().split("@")[1:]:
        nodes = [(path.split("/")[0], Path(path).stem) for path in added.split()[1:]]
        reached = [*reached, *(node for node in nodes if node in graph.nodes)]
        versions.append(reached)
    return versions[:-1]


def _log() -> str:
    words = ("log", "--reverse", "--diff-filter=A", "--no-renames", "--format=@%h", "--name-only")
    paths = [f"{room}/migrations/0*.py" for room in ROOMS]
    return subprocess.run(
        ["git", *words, "--", *paths],  # noqa: S607 - whichever git there is
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def forward(state: list[Node]) -> Apps:
    """Go on to a state as an installation that was upgraded at that time did, and give the models of then."""
    executor = MigrationExecutor(connection)
    # What was reached before is no goal: Django would take it as one to go back to.
    return executor.migrate([node for node in state if node not in executor.loader.applied_migrations]).apps


def contents() -> Contents:
    """Read all that the rooms keep, past the models, which are those of the newest state."""
    return {table: _columns(table) for table in connection.introspection.table_names() if table.startswith(ROOMS)}


def differences(before: Contents, after: Contents) -> Iterator[str]:
    """Compare every column that there was; one that went took what stood in it along."""
    for table, columns in before.items():
        for column, values in columns.items():
            if table not in MEANT and after.get(table, {}).get(column) != values:
                yield f"{table}.{column}"


def keep(source: str, target: str) -> None:
    """Copy a whole database to another name; whatever had it is gone."""
    connection.close()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        shutil.copyfile(source.replace(SPINE, name + SPINE), target.replace(SPINE, name + SPINE))
        return
    asked = connection.get_connection_params()
    where = make_conninfo(host=asked.get("host"), user=asked.get("user"), dbname="postgres")
    with psycopg.connect(where, autocommit=True) as desk:
        desk.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        desk.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _one(name: str, apps: Apps, told: dict[str, Any]) -> None:
    fill(apps)
    before = contents()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    after = contents()
    empty = [table for table, columns in before.items() if not all(columns.values())]
    told["states"] += 1
    told["values"] += sum(len(values) for columns in before.values() for values in columns.values())
    told["wrong"] += [f"{name}: no row in {table}" for table in empty]
    told["wrong"] += [f"{name}: {one}" for one in differences(before, after)]
    # The control: a way forward that loses what one column held is found.
    spoilt = {table: {column: [None] for column in columns} for table, columns in after.items()}
    told["control"] += len(list(differences(before, spoilt)))


def _columns(table: str) -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
        quoted = connection.ops.quote_name(table)
        order = f" ORDER BY {connection.ops.quote_name(key)}" if key else ""
        cursor.execute(f"SELECT * FROM {quoted}{order}")
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    return {name: [str(row[number]) for row in rows] for number, name in enumerate(names)}

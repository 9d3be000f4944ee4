"""A copy of the embedded database that can be trusted: taken while it is written to, checked before it counts."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import connection


class BackupError(Exception):
    """The sentence says which file, what is wrong with it and what to do."""


def embedded() -> Path:
    """Find the file of the embedded database.

    Raises:
        BackupError: the site keeps its data in PostgreSQL.
    """
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise BackupError("the site keeps its data in PostgreSQL: use pg_dump and pg_restore, OPERATIONS.md says how")
    return Path(connection.settings_dict["NAME"])


def copy(source: Path, target: Path) -> str:
    """Copy a database into a file that was not there, whole or not at all, and name the newest migrations in it.

    SQLite's online backup reads it in one go: the copy is of one moment, and whoever saves meanwhile waits for it.

    Raises:
        BackupError: nothing was left at `target`.
    """
    if target.exists():
        raise BackupError(f"{target} is there already: choose another name, a backup never replaces one")
    try:
        with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            fresh = Path(part.name)
    except OSError as error:
        raise BackupError(
            f"cannot write into {target.parent} ({error.strerror}): make it writable or choose another folder"
        ) from error
    try:
        _copy(source, fresh)
        reached = check(fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        os.link(fresh, target)
    except (sqlite3.Error, OSError) as error:
        raise BackupError(f"{source} could not be copied to {target} ({error}): nothing was kept") from error
    finally:
        fresh.unlink(missing_ok=True)
    return reached


def put_back(source: Path, target: Path) -> None:
    """Write a checked copy over a database in one transaction; who has it open sees the old or the new one, never half."""
    check(source)
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        raise BackupError(
            f"{target} could not be written ({error}): it is as it was; stop the site and try again"
        ) from error


def check(path: Path) -> str:
    """Read every page of a database and say which migration each app of it has reached.

    Raises:
        BackupError: it is not there, not a database of ours, or damaged.
    """
    if not path.is_file():
        raise BackupError(f"{path} is not there: name the file that manage.py backup wrote")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            damage = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            loose = database.execute("PRAGMA foreign_key_check").fetchone()
            reached = database.execute(
                "SELECT app, MAX(name) FROM django_migrations GROUP BY app ORDER BY app"
            ).fetchall()
    except sqlite3.Error as error:
        raise BackupError(
            f"{path} is no database of SourceFit ({error}): name the file that manage.py backup wrote"
        ) from error
    if damage != ["ok"] or loose:
        raise BackupError(
            f"{path} is damaged ({'; '.join(damage) if damage != ['ok'] else 'a row points nowhere'}): use an older backup"
        )
    return ", ".join(
        f"{app} {name[:4]}"
        for app, name in reached
        if app in {"organisations", "assessments", "recommendations", "consulting"}
    )


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)

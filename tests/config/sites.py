"""The site as an operator starts it: a process of its own, spoken to over the network."""

import atexit
import fcntl
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 600.0  # no promise of speed: a machine may have ten other things to do
# Python's own variable is among them because a machine that forbids byte code would compile Django at every start.
OF_THE_RUN = ("DATABASE_URL", "DJANGO", "GRANIAN", "PYTEST", "PYTHONDONTWRITEBYTECODE", "SECRET_KEY", "SOURCEFIT")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


def free_port() -> int:
    """Find a port below those that the system gives to whoever asks for any, and hold it against every other test run.

    granian shares a port with whoever else listens on it, so that two sites on one would answer for each other.
    """
    while True:
        port = 12_000 + secrets.randbelow(20_000)
        lock = (Path(tempfile.gettempdir()) / f"sourcefit-port-{port}").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            lock.close()
            continue
        atexit.register(lock.close)  # held until then
        return port


def environment(**given: str) -> dict[str, str]:
    """Build the environment of an installation: what the test run set for itself is not passed on."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_RUN)}
    return own | given


def manage(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def ask(port: int, address: str, *, host: str = "127.0.0.1", forwarded: str = "http") -> Answer:
    """Fetch one page as a proxy would, without following where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", address, headers={"Host": host, "X-Forwarded-Proto": forwarded})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return Answer(answer.status, answer.headers, text)


@contextmanager
def served(words: Sequence[str], *, env: Mapping[str, str], cwd: Path = ROOT) -> Iterator[subprocess.Popen[str]]:
    """Start the site and stop it as an operator would, with SIGTERM."""
    process = subprocess.Popen(words, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Wait until something listens, for as long as the process lives."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the site ended with {process.returncode} before it listened")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port} after {PATIENCE} seconds")

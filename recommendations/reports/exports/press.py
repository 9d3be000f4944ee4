"""The one process beside this one that sets pages: started when it is first needed, ended when nobody prints.

A page is set there so that this process stays small, keeps answering, and shares neither memory nor secrets with the code
that reads what people typed.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

# Not imported: its library would stay in this process.
PROGRAM: Final = Path(__file__).with_name("printer.py")
LONGEST_SECONDS: Final = 120.0
_AT_MOST: Final = 1 << 16
_HEAD: Final = 16


class NotPrintedError(Exception):
    """The template can't be set with these values; says what the library said."""


class Press:
    """Prints one report at a time."""

    def __init__(self, template: Path, near: Sequence[str], far: Sequence[str]) -> None:
        self._words = json.dumps([str(template), list(near), list(far)])
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def print(self, told: str, *, given_at: int, far_east: bool) -> bytes:
        text = told.encode()
        head = f"{far_east:d} {given_at} {len(text)}\n".encode()
        with self._lock:
            try:
                is_printed, said = self._answered(head + text)
            except BrokenPipeError:
                # It had ended for want of work, or was stopped from outside.
                is_printed, said = self._answered(head + text)
        if not is_printed:
            raise NotPrintedError(said.decode())
        return said

    def close(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            if process is not None:
                process.kill()
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    _close(pipe)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _answered(self, request: bytes) -> tuple[bool, bytes]:
        process = self._process = self._process or self._started()
        try:
            return _asked(process, request)
        except BaseException:
            # What it may still say would be taken for the answer to the next question.
            self.close()
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program, with words of our own
            [sys.executable, "-I", str(PROGRAM), self._words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"RAYON_NUM_THREADS": "1"},  # another core is left to whoever is answering
        )


def _asked(process: subprocess.Popen[bytes], request: bytes) -> tuple[bool, bytes]:
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError
    process.stdin.write(request)
    process.stdin.flush()
    until = time.monotonic() + LONGEST_SECONDS
    head = _read(process.stdout, _HEAD, until)
    return head.startswith(b"+"), _read(process.stdout, int(head[1:]), until)


def _read(pipe: IO[bytes], length: int, until: float) -> bytes:
    parts, missing = [], length
    while missing:
        if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        part = os.read(pipe.fileno(), min(missing, _AT_MOST))
        if not part:
            raise BrokenPipeError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        pass

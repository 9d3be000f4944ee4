"""Sets pages in one process beside this one, so that a print keeps nobody waiting who is answering.

The library that sets them takes some fifty megabytes, which that process has and no worker of the site.
"""

import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final, TypeAlias

LONGEST_SECONDS: Final = 120.0
NICER: Final = 5  # those who are answering come first
TYPESETTING: Final = "recommendations.reports.exports.typesetting"
# The folders of fonts that everything is set with, and those for the signs of the far east.
Fonts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


class NotPrintedError(Exception):
    """The template can't be set with these values; says what the library said."""


class Printer:
    """Prints one document at a time, in a process that is started when it is first needed."""

    def __init__(self, near: Sequence[str], far: Sequence[str]) -> None:
        self._fonts: Fonts = (tuple(near), tuple(far))
        self._lock = threading.RLock()
        self._executor: ProcessPoolExecutor | None = None
        self._pid = 0
        # Before this process waits for its children at its end: that one would wait for work for ever.
        Finalize(None, self.stop, exitpriority=10)

    def print(self, template: Path, values: str, *, given_at: int, far_east: bool) -> bytes:
        """Set a template with these values (JSON); `given_at` is the document's moment, in seconds since 1970.

        Raises:
            NotPrintedError: the template can't be set with them.
            TimeoutError: it took longer than two minutes.
        """
        with self._lock:
            try:
                return self._print(template, values, given_at=given_at, far_east=far_east)
            except BrokenProcessPool:
                self.stop()  # it was stopped from outside; a new one is as good
                return self._print(template, values, given_at=given_at, far_east=far_east)

    def stop(self) -> None:
        with self._lock:
            executor, self._executor = self._executor, None
            if executor is not None:
                with suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)
                executor.shutdown()

    def pid(self) -> int:
        with self._lock:
            self._start()
            return self._pid

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # Not forked: a copy of this process would hold its connections and locks.
            self._executor = ProcessPoolExecutor(1, get_context("spawn"), _prepare)
            self._pid = self._executor.submit(os.getpid).result(LONGEST_SECONDS)
        return self._executor

    def _print(self, template: Path, values: str, *, given_at: int, far_east: bool) -> bytes:
        printing = self._start().submit(_typeset, self._fonts, template, values, given_at=given_at, far_east=far_east)
        try:
            pdf, complaint = printing.result(LONGEST_SECONDS)
        except TimeoutError:
            self.stop()
            raise
        if complaint:
            raise NotPrintedError(complaint)
        return pdf


def _prepare() -> None:
    """Make ready the process that prints."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site, which ends this process itself
    os.nice(NICER)
    os.environ["RAYON_NUM_THREADS"] = "1"  # another core is left to whoever is answering


def _typeset(fonts: Fonts, template: Path, values: str, *, given_at: int, far_east: bool) -> tuple[bytes, str]:
    """Run in the process that prints: give the PDF, or nothing and what was wrong."""
    # By name: the site's own process, which knows this function too, must not load the library.
    typeset = import_module(TYPESETTING).typeset
    pdf: tuple[bytes, str] = typeset(template, *fonts, values, given_at=given_at, far_east=far_east)
    return pdf

"""Sets pages in one process beside this one, so that a print keeps nobody waiting who is answering.

The library that sets them takes some fifty megabytes, which that process has and no worker of the site; and some texts
keep it busy without end or make it fall over, which that process may do at any time.
"""

import os
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final, TypeAlias

LONGEST_WAIT: Final = 15.0  # seconds by the clock, for a machine on which others leave the printer no time
LONGEST_START: Final = 60.0
NICER: Final = 5  # those who are answering come first
TYPESETTING: Final = "recommendations.reports.exports.typesetting"
# The folders of fonts that everything is set with, and those for the signs of the far east.
Fonts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


class NotPrintedError(Exception):
    """The template can't be set with these values; says what the library said."""


class TooHardError(NotPrintedError):
    """The library was ended over these values, by its own fault or because they took it too long."""


class Printer:
    """Prints one document at a time, in a process that is started when it is first needed."""

    def __init__(self, near: Sequence[str], far: Sequence[str]) -> None:
        self._fonts: Fonts = (tuple(near), tuple(far))
        self._lock = threading.RLock()
        self._executor: ProcessPoolExecutor | None = None
        self._pid = 0
        # Before this process waits for its children at its end: that one would wait for work for ever.
        Finalize(None, self.stop, exitpriority=10)

    def print(self, template: Path, values: str, *, given_at: int, far_east: bool, seconds: float) -> bytes:
        """Set a template with these values (JSON); `given_at` is the document's moment, in seconds since 1970.

        `seconds` are those that the process may compute. They are not of the clock, so that a busy machine prints the
        same.

        Raises:
            TooHardError: it was ended over them.
            NotPrintedError: the template can't be set with them.
        """
        with self._lock:
            started = time.monotonic()
            try:
                return self._print(template, values, given_at=given_at, far_east=far_east, seconds=seconds)
            except BrokenProcessPool as error:
                self.stop()
                if time.monotonic() - started >= seconds:
                    raise TooHardError(f"took longer than {seconds} s") from error
            # It was stopped from outside, before its time was up; a new one is as good.
            try:
                return self._print(template, values, given_at=given_at, far_east=far_east, seconds=seconds)
            except BrokenProcessPool as error:
                self.stop()
                raise TooHardError("ended twice") from error

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
            self._pid = self._executor.submit(os.getpid).result(LONGEST_START)
        return self._executor

    def _print(self, template: Path, values: str, *, given_at: int, far_east: bool, seconds: float) -> bytes:
        printing = self._start().submit(
            _typeset, self._fonts, template, values, given_at=given_at, far_east=far_east, seconds=seconds
        )
        try:
            pdf, complaint, is_broken = printing.result(LONGEST_WAIT)
        except TimeoutError as error:
            self.stop()
            raise TooHardError(f"took longer than {LONGEST_WAIT} s by the clock") from error
        if is_broken:
            self.stop()  # what it remembers may be broken too
            raise TooHardError(complaint)
        if complaint:
            raise NotPrintedError(complaint)
        return pdf


def _prepare() -> None:
    """Make ready the process that prints."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site, which ends this process itself
    os.nice(NICER)
    os.environ["RAYON_NUM_THREADS"] = "1"  # another core is left to whoever is answering
    os.environ["RUST_BACKTRACE"] = "0"  # where the library fell over is for its authors, not for our logs
    import_module(TYPESETTING)


def _typeset(
    fonts: Fonts, template: Path, values: str, *, given_at: int, far_east: bool, seconds: float
) -> tuple[bytes, str, bool]:
    """Run in the process that prints: give the PDF, or nothing and what was wrong, and whether the library fell over."""
    # By name: the site's own process, which knows this function too, must not load the library.
    typeset = import_module(TYPESETTING).typeset
    # The library can't be interrupted: the system ends the process when it has computed for so long.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        pdf, complaint = typeset(template, *fonts, values, given_at=given_at, far_east=far_east)
    except BaseException as error:  # noqa: BLE001 - a panic of the library is no Exception, and no other process knows it
        return b"", repr(error), True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return pdf, complaint, False

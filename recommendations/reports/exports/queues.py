"""Who is next where a copy takes a while: one at a time, a few wait, and nobody waits for long or keeps others out."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from organisations.limits import Limit, TooOftenError

SOON: Final = 60  # seconds after which whoever is sent away may come back
ROUND: Final = 0.2  # seconds between two looks of somebody who has time


class BusyError(Exception):
    """Too many copies are being made; `wait` is the seconds after which it may be tried again. Nothing was done."""

    def __init__(self, wait: int = SOON) -> None:
        super().__init__(f"Busy: wait {wait} seconds")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many may be there at once, in all and for one person, and for how many seconds one waits.

    The one whose turn it is counts too. Each of them keeps a thread of the worker that those who are answering would
    have.
    """

    most: int
    each: int
    seconds: float


class Queue:
    """Gives one after another a turn, in this process; whoever is sent away is told so at once."""

    def __init__(self, bounds: Bounds, *, by_person: Limit | None = None, in_all: Limit | None = None) -> None:
        self.bounds = bounds
        self.by_person = by_person
        self.in_all = in_all
        self._turn = threading.Lock()
        self._there: list[object] = []
        self._guard = threading.Lock()
        self._mine = threading.local()

    @contextmanager
    def turn(self, who: object, *, patience: float = 0) -> Iterator[None]:
        """Wait for a turn and have it; within one's own turn this asks for nothing more.

        `who` is what one person is known by; limits are counted for somebody alone, not where it is "". With `patience`
        in seconds, who makes many copies at once and has time keeps coming back so long.

        Raises:
            BusyError: others are before this one, or as much was made in the last hour as can be.
            TooOftenError: this person had as many made in the last hour as one person may.
        """
        if getattr(self._mine, "turn", False):
            yield
            return
        self._come(who, until=time.monotonic() + patience)
        try:
            if not self._turn.acquire(timeout=max(patience, self.bounds.seconds)):
                raise BusyError
            try:
                self._count(who)
                self._mine.turn = True
                yield
            finally:
                self._mine.turn = False
                self._turn.release()
        finally:
            with self._guard:
                self._there.remove(who)

    def _come(self, who: object, *, until: float) -> None:
        while not self._let_in(who):
            if time.monotonic() >= until:
                raise BusyError
            time.sleep(ROUND)

    def _let_in(self, who: object) -> bool:
        with self._guard:
            is_free = len(self._there) < self.bounds.most and (not who or self._there.count(who) < self.bounds.each)
            if is_free:
                self._there.append(who)
            return is_free

    def _count(self, who: object) -> None:
        if not who:
            return
        if self.by_person:
            self.by_person.spend(who)
        if self.in_all:
            try:
                self.in_all.spend("all")
            except TooOftenError as error:
                if self.by_person:
                    self.by_person.give_back(who)
                raise BusyError(error.wait) from error

"""The database away under load: restarted, locked, full, read-only. Nothing acknowledged is lost, and all comes back."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from threading import Event, Thread
from typing import Final

from benchmarks.visitor import Visitor
from trust.answering import answered, begin, fill, step_form
from trust.line import Found, Proof
from trust.site import Site, a_site

SAVERS: Final = 3
RESTARTS: Final = 20
AGAIN: Final = 1.0  # seconds after which everybody saves again
# The same with PostgreSQL: the pool tries again in its own time (config/environment.py), and then a request must come.
AGAIN_POOLED: Final = 5.0
AWAY: Final = (0.0, 0.0, 2.0, 10.0)  # seconds without PostgreSQL, in turn
LOCKED: Final = 30.0
CONTROL_RESTARTS: Final = 5
STEP: Final = "technology"
# Without these root may write what nobody may write, and nothing would be read-only.
AS_ANYBODY: Final = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request went, and when."""

    begun: float
    ended: float
    status: int
    wait: str = ""


@dataclass
class Saver:
    """Saves one step again and again until told to stop, and remembers what was acknowledged."""

    site: Site
    assessment: str = ""
    acknowledged: int = 0
    sent: int = 0
    answers: list[Answer] = field(default_factory=list)
    visitor: Visitor | None = None

    def prepare(self) -> None:
        self.visitor = self.site.visitor()
        self.assessment = begin(self.visitor)

    def save_until(self, enough: Event) -> None:
        while not enough.is_set():
            self.save()

    def save(self) -> None:
        assert self.visitor
        path = f"/assessments/{self.assessment}/steps/{STEP}/"
        begun = time.monotonic()
        try:
            form = step_form(self.visitor, path)
            self.sent = int(form.chosen["version"][0]) + 1
            status = self.visitor.post(path, fill(form, choice=self.sent % 2))[0]
        except RuntimeError as error:  # the page to save could not be read
            status = int(str(error).rsplit(maxsplit=1)[-1])
        except (OSError, HTTPException):
            self.visitor.connection.close()
            status = 0
        wait = self.visitor.answered.get("Retry-After", "")
        self.answers.append(Answer(begun, time.monotonic(), status, wait))
        if status == HTTPStatus.FOUND:
            self.acknowledged = self.sent
        else:
            time.sleep(0.02)

    @property
    def lost(self) -> str:
        version, _choices = answered(self.site, self.assessment, STEP)
        if version not in (self.acknowledged, self.sent):
            return f"save {self.acknowledged} was acknowledged and {version} is stored"
        return self.torn(self.site)

    def torn(self, site: Site) -> str:
        """Say whether what is stored here or in a copy is half of one save and half of another."""
        version, choices = answered(site, self.assessment, STEP)
        return "" if choices == ({version % 2} if version else set()) else f"save {version} is torn"

    def since(self, moment: float) -> float:
        """Tell how long after a moment this one saved again."""
        saved = [answer.ended for answer in self.answers if answer.status == HTTPStatus.FOUND and answer.ended > moment]
        return min(saved, default=float("inf")) - moment


@contextmanager
def saving(site: Site, count: int = SAVERS) -> Iterator[list[Saver]]:
    savers = [Saver(site) for _number in range(count)]
    for saver in savers:
        saver.prepare()
    enough = Event()
    threads = [Thread(target=saver.save_until, args=(enough,)) for saver in savers]
    for thread in threads:
        thread.start()
    try:
        yield savers
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def restarted(database: str, rounds: int) -> Found:
    with a_site(database) as site:
        site.start(threads=8)
        ours = site.workers()
        with saving(site) as savers:
            slowest, wrong = 0.0, []
            for number in range(rounds):
                time.sleep(1)
                away = time.monotonic()
                site.restart_database(mode=("fast", "immediate")[number % 2], away=AWAY[number % len(AWAY)])
                back = time.monotonic()
                time.sleep(2 * AGAIN_POOLED)
                slowest = max(slowest, *(saver.since(back) for saver in savers))
                wrong += [text for saver in savers for text in _untoward(saver, away, back, AGAIN_POOLED)]
        wrong += [saver.lost for saver in savers if saver.lost]
        wrong += ["our own processes changed"] if site.workers() != ours else []
        statuses = [answer.status for saver in savers for answer in saver.answers]
        refused = statuses.count(HTTPStatus.SERVICE_UNAVAILABLE)
        saved = statuses.count(HTTPStatus.FOUND)
    slow = [f"everybody saved again after {slowest:.1f} s"] if slowest > AGAIN_POOLED else []
    note = f"{saved:,} saves, {refused} x 503, all saved again within {slowest:.2f} s"
    problems = wrong + slow
    return Found(rounds, len(problems), control=_lossy(rounds), note=note, first=next(iter(problems), ""))


def _untoward(saver: Saver, away: float, back: float, within: float = AGAIN) -> Iterator[str]:
    """Find what is neither a page nor a plain “try again in a moment” inside the outage."""
    for answer in list(saver.answers):
        if answer.ended < away - within:
            continue
        outside = answer.begun > back + within or answer.ended < away
        is_refusal = answer.status == HTTPStatus.SERVICE_UNAVAILABLE and answer.wait.isdecimal() and not outside
        # A save that was stored before its answer could be given is found again as a conflict.
        if not is_refusal and answer.status not in {HTTPStatus.FOUND, HTTPStatus.CONFLICT}:
            yield f"{answer.status} {answer.ended - away:.1f} s after the outage began ({back - away:.1f} s long)"


def _lossy(rounds: int) -> int:
    """Crash a PostgreSQL that acknowledges before it has stored: the count of what is lost must not be none."""
    lost = 0
    for _number in range(min(rounds, CONTROL_RESTARTS)):
        with a_site("postgresql", durable=False) as site:
            site.start(threads=8)
            with saving(site) as savers:
                time.sleep(2)
                site.restart_database(mode="immediate")
            lost += sum(bool(saver.lost) for saver in savers)
        if lost:
            break
    return lost


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Hold the whole file, as a copy tool or a repair might."""
    with closing(sqlite3.connect(site.folder / "site.sqlite3", timeout=60, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


@contextmanager
def full(site: Site) -> Iterator[None]:
    """Let the server's files grow no further than half of the database: writing past that fails as on a full disk."""
    limit = (site.folder / "site.sqlite3").stat().st_size // 2
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in site.workers()}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def read_only(site: Site) -> Iterator[None]:
    """Take the right to write from the file and its folder."""
    file = site.folder / "site.sqlite3"
    file.chmod(0o444)
    site.folder.chmod(0o555)
    yield
    site.folder.chmod(0o755)
    file.chmod(0o644)


Trouble = Callable[[Site], AbstractContextManager[None]]


def troubled(trouble: Trouble, seconds: float, _database: str, rounds: int) -> Found:
    with a_site("sqlite") as site:
        site.start(before=AS_ANYBODY)
        wrong, note = [], ""
        for _number in range(rounds):
            problems, note = _through(site, trouble, seconds)
            wrong += problems
        site.kill()
        site.start("trust.unsafe:application", before=AS_ANYBODY, environment={"TRUST_WITHOUT": "answers"})
        control, _note = _through(site, trouble, seconds)
    return Found(rounds, len(wrong), control=len(control), note=note, first=next(iter(wrong), ""))


def _through(site: Site, trouble: Trouble, seconds: float) -> tuple[list[str], str]:
    with saving(site) as savers:
        time.sleep(1)
        away = time.monotonic()
        with trouble(site):
            time.sleep(seconds)
        back = time.monotonic()
        time.sleep(5 * AGAIN)
    wrong = [text for saver in savers for text in _untoward(saver, away, back)]
    wrong += [text for text in (*(saver.lost for saver in savers), site.sound()) if text]
    slowest = max(saver.since(back) for saver in savers)
    wrong += [f"everybody saved again after {slowest:.1f} s"] if slowest > AGAIN else []
    refused = sum(answer.status == HTTPStatus.SERVICE_UNAVAILABLE for saver in savers for answer in saver.answers)
    wrong += [] if refused else ["nobody was told to wait: it was no trouble"]
    return wrong, f"{refused} x 503 in {seconds:.0f} s, all saved again within {slowest:.2f} s"


PROOFS: Final = (
    Proof("PostgreSQL restarted under load, nothing lost", restarted, rounds=RESTARTS, databases=("postgresql",)),
    *(
        Proof(f"{name}, 503 and nothing lost", partial(troubled, trouble, seconds), databases=("sqlite",))
        for name, trouble, seconds in (
            ("SQLite locked for 30 s", locked, LOCKED),
            ("disk full under SQLite", full, 5.0),
            ("SQLite's file made read-only", read_only, 5.0),
        )
    ),
)

"""Killed in the middle: the server's process group ends by SIGKILL while it saves, submits, claims or publishes."""

import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import Final, Protocol

from benchmarks.visitor import FormReader, Visitor
from trust.answering import answered, begin, fill, step_form
from trust.line import Found, Proof
from trust.people import an_owner
from trust.publishing import Publishing
from trust.site import OURS, Site, a_site

ROUNDS: Final = 200
CONTROL_ROUNDS: Final = 10
ENOUGH: Final = 20  # rounds after which some kill came before the answer and some after it
LONGEST: Final = 3.0  # seconds from the start to an answer
UNSAFE: Final = "trust.unsafe:application"
PAUSED: Final = "paused"  # the file by which a control says that it waits


class Act(Protocol):
    """Something a person does that must be done wholly or not at all."""

    within: float  # seconds in which the kill comes

    @property
    def acknowledged(self) -> int:
        """Tell how often the site said that it was done."""

    def prepare(self, site: Site) -> None:
        """Bring the person to where the act is one request away."""

    def do(self) -> None:
        """Act, and remember what was acknowledged."""

    def wrong(self, site: Site) -> str:
        """Say what was lost or torn; nothing where all is well."""


@dataclass
class Saving:
    """One step saved again and again, all of it with its first choices or all of it with its second ones."""

    within: float = 0.25
    path: str = ""
    assessment: str = ""
    visitor: Visitor | None = None
    acknowledged: int = 0
    sent: int = 0

    def prepare(self, site: Site) -> None:
        self.visitor = site.visitor()
        self.assessment = begin(self.visitor)
        self.path = f"/assessments/{self.assessment}/steps/technology/"
        self.acknowledged = self.sent = 0

    def do(self) -> None:
        assert self.visitor
        while True:
            form = step_form(self.visitor, self.path)
            self.sent = int(form.chosen["version"][0]) + 1
            status, _page, _where = self.visitor.post(self.path, fill(form, choice=self.sent % 2))
            if status == HTTPStatus.FOUND:
                self.acknowledged = self.sent

    def wrong(self, site: Site) -> str:
        version, choices = answered(site, self.assessment, "technology")
        if version not in (self.acknowledged, self.sent):
            return f"save {self.acknowledged} was acknowledged and {version} is stored"
        return (
            ""
            if choices == ({version % 2} if version else set())
            else f"save {version} is stored with answers {choices}"
        )


@dataclass
class Submitting:
    """A finished assessment, submitted once."""

    within: float = 0.35
    assessment: str = ""
    visitor: Visitor | None = None
    fields: dict[str, str] = field(default_factory=dict)
    acknowledged: bool = False

    def prepare(self, site: Site) -> None:
        self.visitor = site.visitor()
        self.assessment = begin(self.visitor, everything=True)
        form = FormReader(self.visitor.get(f"/assessments/{self.assessment}/check/")[1])
        self.fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}
        self.acknowledged = False

    def do(self) -> None:
        assert self.visitor
        status, _page, where = self.visitor.post(f"/assessments/{self.assessment}/submit/", self.fields)
        self.acknowledged = status == HTTPStatus.FOUND and where.startswith("/reports/")

    def wrong(self, site: Site) -> str:
        key = _stored(site, self.assessment)
        status = site.rows("SELECT status FROM assessments_assessment WHERE id = %s", key)[0][0]
        reports = site.rows("SELECT COUNT(*) FROM recommendations_report WHERE assessment_id = %s", key)[0][0]
        if self.acknowledged and reports != 1:
            return f"a report was acknowledged and {reports} are stored"
        return "" if (status, reports) in {("draft", 0), ("submitted", 1)} else f"{status} with {reports} reports"


@dataclass
class Claiming:
    """An assessment of this browser, kept in an organisation that is founded with the same press."""

    within: float = 0.25
    assessment: str = ""
    visitor: Visitor | None = None
    name: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    acknowledged: bool = False

    def prepare(self, site: Site) -> None:
        self.visitor = site.visitor()
        self.assessment = begin(self.visitor)
        self.name = f"Claimed {self.assessment}"
        an_owner(site, self.visitor)
        form = self.visitor.read_form(f"/assessments/{self.assessment}/claim/")
        token = form.chosen["csrfmiddlewaretoken"][0]
        self.fields = {"csrfmiddlewaretoken": token, "organisation": "new", "name": self.name}
        self.acknowledged = False

    def do(self) -> None:
        assert self.visitor
        path = f"/assessments/{self.assessment}/claim/"
        self.acknowledged = self.visitor.post(path, self.fields)[0] == HTTPStatus.FOUND

    def wrong(self, site: Site) -> str:
        founded = site.rows("SELECT id FROM organisations_organisation WHERE name = %s", self.name)
        members = site.rows(
            "SELECT COUNT(*) FROM organisations_membership m JOIN organisations_organisation o"
            " ON o.id = m.organisation_id WHERE o.name = %s",
            self.name,
        )[0][0]
        keeper = site.rows(
            "SELECT organisation_id, holder_hash FROM assessments_assessment WHERE id = %s",
            _stored(site, self.assessment),
        )[0]
        if self.acknowledged and keeper[0] is None:
            return "a claim was acknowledged and is not stored"
        untouched = not founded and keeper[0] is None and keeper[1]
        whole = len(founded) == members == 1 and keeper == (founded[0][0], "")
        return "" if untouched or whole else f"{len(founded)} organisations, {members} members, kept by {keeper[0]}"


def _stored(site: Site, pk: str) -> str:
    return pk if site.postgres else pk.replace("-", "")


def _killed_at(act: type[Act], database: str, rounds: int) -> Found:
    return killed(act(), database, rounds)


def killed(act: Act, database: str, rounds: int) -> Found:
    with a_site(database) as site:
        ours = _rounds(act, site, _Server(OURS, {}), partial(_by_chance, random.Random(7), act.within), rounds=rounds)
        paused = site.folder / PAUSED
        unsafe = _Server(UNSAFE, {"TRUST_WITHOUT": "transactions", "TRUST_PAUSED": str(paused)})
        # The control's start is not measured: what it runs is not the product.
        control = _rounds(act, site, unsafe, partial(_paused, paused), rounds=min(rounds, CONTROL_ROUNDS))
    slowest = max(seconds for seconds, _cpu in ours.starts)
    late = slowest > LONGEST
    one_sided = rounds >= ENOUGH and ours.acknowledged in {0, rounds}
    usual = [statistics.median(figures) for figures in zip(*ours.starts, strict=True)]
    note = f"slowest start {slowest:.1f} s{f' ({LONGEST:.0f} s at most)' if late else ''}"
    note += f", usual {usual[0]:.1f} s with {usual[1]:.1f} s CPU; {ours.acknowledged} acknowledged before the kill"
    note += " (every kill came on the same side of the answer)" if one_sided else ""
    failures = len(ours.wrong) + late + one_sided
    return Found(rounds, failures, control=len(control.wrong), note=note, first=next(iter(ours.wrong), ""))


@dataclass(frozen=True, slots=True)
class _Server:
    application: str
    environment: dict[str, str]

    def start(self, site: Site) -> tuple[float, float]:
        return site.start(self.application, environment=self.environment), site.cpu()


@dataclass
class _Seen:
    starts: list[tuple[float, float]] = field(default_factory=list)  # seconds, and seconds of processor time
    wrong: list[str] = field(default_factory=list)
    acknowledged: int = 0


def _by_chance(chance: random.Random, within: float, _doing: Thread) -> None:
    """Wait for the moment to kill, the same in every run."""
    time.sleep(chance.uniform(0, within))


def _paused(file: Path, doing: Thread) -> None:
    """Wait until the control waits between what belongs together, or is done."""
    while doing.is_alive() and not file.exists():
        time.sleep(0.02)


def _rounds(act: Act, site: Site, server: _Server, moment: Callable[[Thread], None], *, rounds: int) -> _Seen:
    seen = _Seen()
    server.start(site)
    for _number in range(rounds):
        act.prepare(site)
        (site.folder / PAUSED).unlink(missing_ok=True)  # from what led here
        doing = Thread(target=partial(_until_killed, act.do))
        doing.start()
        moment(doing)
        site.kill()
        doing.join()
        seen.acknowledged += bool(act.acknowledged)
        # Started again at once, so that each round pays for one start, and before anybody looks: mending is its work.
        seen.starts.append(server.start(site))
        seen.wrong += [text for text in [act.wrong(site)] if text]
    site.kill()
    return seen


def _until_killed(do: Callable[[], None]) -> None:
    # The connection breaks with the server: that is the end of the act, not a failure of it.
    with suppress(OSError, HTTPException):
        do()


ACTS: Final[tuple[tuple[str, type[Act]], ...]] = (
    ("saving", Saving),
    ("submitting", Submitting),
    ("claiming", Claiming),
    ("publishing", Publishing),
)
PROOFS: Final = tuple(
    Proof(f"killed while {name}, nothing lost or torn", partial(_killed_at, act), rounds=ROUNDS) for name, act in ACTS
)

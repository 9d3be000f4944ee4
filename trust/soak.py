"""Half an hour of everything at once: answering, printing, exports, the workspace. No error, no dead link, no memory lost."""

import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread
from typing import Final

import psutil

from benchmarks.visitor import FormReader, Visitor
from trust.answering import begin
from trust.line import Found, Proof
from trust.people import a_consultant, an_owner
from trust.site import Site, a_site

SECONDS: Final = 1800
WARMING: Final = 60.0  # seconds at least, in which caches fill
GROWTH: Final = 0.10
PAUSE: Final = (0.5, 1.5)  # seconds between two pages
RESPONDENTS: Final = 4
READERS: Final = 2
COPIES: Final = ("report.pdf", "report.xlsx", "report.csv", "report.json")
PUBLIC: Final = ("/", "/models/", "/models/bpo/", "/questions/", "/method/", "/glossary/", "/sample/", "/privacy/")
_LINK: Final = re.compile(r'href="(/(?:clients|workspace|reports|account/organisations|compare|organisations)/[^"#]*)"')
_KEPT: Final = 500  # links that a wanderer remembers


@dataclass
class Walk:
    """One person who does the same kind of thing until it is enough; every answer is counted."""

    site: Site
    chance: random.Random
    enough: Event
    visitor: Visitor
    statuses: dict[int, int] = field(default_factory=dict)
    first: str = ""

    def see(self, path: str) -> str:
        status, page, _where = self.visitor.get(path)
        self._note(path, status)
        self.enough.wait(self.chance.uniform(*PAUSE))
        return page

    def _note(self, path: str, status: int) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 400:  # noqa: PLR2004 - errors of ours: nobody here asks for what no page leads to
            self.first = self.first or f"{path} answered {status}"


def answering(walk: Walk) -> None:
    """Answer from the first page to the report, and take every copy of it."""
    walk.visitor = walk.site.visitor()
    _submit(walk, begin(walk.visitor, everything=True))


def reading(walk: Walk) -> None:
    walk.see(walk.chance.choice(PUBLIC))


def owning(walk: Walk) -> None:
    """Keep a report in an organisation of one's own, and look at all that leads on from there."""
    walk.visitor = walk.site.visitor()
    assessment = begin(walk.visitor, everything=True)
    an_owner(walk.site, walk.visitor)
    form = walk.visitor.read_form(f"/assessments/{assessment}/claim/")
    token = form.chosen["csrfmiddlewaretoken"][0]
    fields = {"csrfmiddlewaretoken": token, "organisation": "new", "name": f"Soak {assessment}"}
    walk.visitor.post(f"/assessments/{assessment}/claim/", fields)
    _submit(walk, assessment)
    _wander(walk, "/reports/", 20)


def consulting(walk: Walk) -> None:
    if not walk.visitor.cookies:
        a_consultant(walk.site, walk.visitor)
    _wander(walk, "/clients/", 60)


def soak(database: str, seconds: int) -> Found:
    with a_site(database) as site:
        site.run("demo")
        site.start()
        enough = Event()
        doing: list[tuple[Callable[[Walk], None], Walk]] = []
        kinds = [answering] * RESPONDENTS + [reading] * READERS + [owning, consulting]
        for number, kind in enumerate(kinds):
            doing.append((kind, Walk(site, random.Random(number), enough, site.visitor())))
        threads = [Thread(target=_until, args=words) for words in doing]
        for thread in threads:
            thread.start()
        sizes = _watched(site, threads, max(WARMING, seconds / 10), seconds)
        enough.set()
        for thread in threads:
            thread.join()
        reasons = sorted(set(re.findall(r'"error": \{"type": "([\w.]+)"', site.log.read_text(errors="replace"))))
    walks = [walk for _kind, walk in doing]
    counts: Counter[int] = Counter()
    for walk in walks:
        counts.update(walk.statuses)
    wrong = [walk.first for walk in walks if walk.first]
    part = max(1, len(sizes) // 10)
    before, after = statistics.median(sizes[:part]), statistics.median(sizes[-part:])
    growth = after / before - 1
    wrong += [f"memory grew by {growth:.0%}"] if growth >= GROWTH else []
    counted = ", ".join(f"{count:,} x {status}" for status, count in sorted(counts.items()))
    wrong += [f"logged: {', '.join(reasons)}"] if reasons and wrong else []
    note = f"{counted}; memory {before / 2**20:.0f} MB, at the end {after / 2**20:.0f} MB ({growth:+.1%})"
    errors = sum(count for status, count in counts.items() if status >= 400)  # noqa: PLR2004 - errors of ours
    return Found(counts.total(), max(errors, len(wrong)), note=note, first=", ".join(wrong[:1] + wrong[1:][-1:]))


def _until(do: Callable[[Walk], None], walk: Walk) -> None:
    while not walk.enough.is_set():
        try:
            do(walk)
        except (RuntimeError, OSError, HTTPException, LookupError) as error:  # a page that was not there
            if not walk.enough.is_set():
                walk.first = walk.first or f"{do.__name__}: {type(error).__name__} {error}"
                walk.statuses[599] = walk.statuses.get(599, 0) + 1
                walk.enough.wait(1)


def _watched(site: Site, threads: list[Thread], warming: float, seconds: float) -> list[int]:
    """Read the memory of the largest process of ours, once a second, when the caches are full."""
    time.sleep(warming)
    sizes = []
    until = time.monotonic() + seconds
    while time.monotonic() < until and all(thread.is_alive() for thread in threads):
        with suppress(psutil.NoSuchProcess):
            sizes.append(max(psutil.Process(pid).memory_info().rss for pid in site.workers()))
        time.sleep(min(1.0, seconds / 30))
    return sizes


def _submit(walk: Walk, assessment: str) -> None:
    form = FormReader(walk.visitor.get(f"/assessments/{assessment}/check/")[1])
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}
    report = walk.visitor.post(f"/assessments/{assessment}/submit/", fields)[2]
    for name in ("", *COPIES):
        walk.see(report + name)


def _wander(walk: Walk, begun: str, pages: int) -> None:
    """Follow links by chance: all of them are pages that only show."""
    links = [begun]
    for _page in range(pages):
        if walk.enough.is_set():
            return
        addresses = _LINK.findall(walk.see(walk.chance.choice(links)))
        links = list(dict.fromkeys([*links, *(link.replace("&amp;", "&") for link in addresses)]))[:_KEPT]


PROOFS: Final = (Proof("all at once for half an hour (in seconds), memory stays", soak, rounds=SECONDS),)

"""A thousand respondents who think between pages: none sees an error, and every answer of theirs is counted."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import psycopg

from benchmarks.seed import seed_floor
from benchmarks.visitor import FormReader
from trust.answering import FUNCTIONS, STEPS, begin, fill, step_form
from trust.crowd import Walker, Went, slowest_but
from trust.line import Found, Proof
from trust.site import ROOT, Site, a_site

RESPONDENTS: Final = 1000
THINKING: Final = 10.0  # seconds on average between two pages
SHORTEST: Final = 1.0
WORKERS: Final = {"sqlite": 1, "postgresql": 2}  # as `serve` starts them here
_FLOOR: Final = "benchmarks.floor.wsgi:application"
_SHEETS: Final = """
import django; django.setup()
from benchmarks.floor.models import Answer, Question, Sheet
sheets = Sheet.objects.bulk_create(Sheet(name=f"Respondent {number}") for number in range(COUNT))
questions = list(Question.objects.all())
Answer.objects.bulk_create(Answer(sheet=sheet, question=one, value="b") for sheet in sheets for one in questions)
print(sheets[0].pk)
"""

Walk = Callable[[Walker, int, "Thinking"], Coroutine[Any, Any, bool]]


@dataclass(frozen=True, slots=True)
class Thinking:
    chance: random.Random
    seconds: float

    async def __call__(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.seconds)


@dataclass(frozen=True, slots=True)
class Plan:
    """What every respondent answers on each step, and how many rows that is."""

    steps: dict[str, dict[str, str | list[str]]]
    answers: int
    report: str


def load(database: str, respondents: int) -> Found:
    """Have a share of the respondents think for that share of the time, so that as much is asked each second."""
    seconds = max(SHORTEST, THINKING * respondents / RESPONDENTS)
    with a_site(database) as site:
        site.start(workers=WORKERS[database])
        plan = _planned(site)
        before = _stored(site)
        ours, whole = _crowd(site.port, partial(_answers, plan), respondents, seconds)
        answers, reports = (now - then for now, then in zip(_stored(site), before, strict=True))
        site.stop()
        with _the_floor(site, plan.report, respondents) as (port, first):
            floor, _whole = _crowd(port, partial(_saves, first), respondents, seconds)
    wrong = [
        f"{answer.method} {answer.path} answered {answer.status}" for answer in ours if answer.status not in {200, 302}
    ]
    wrong += [f"{respondents - whole} did not reach their report"] if whole != respondents else []
    due = (respondents * plan.answers, respondents)
    wrong += [f"{answers:,} answers and {reports:,} reports are stored of {due}"] if (answers, reports) != due else []
    failed = sum(answer.status not in {200, 302} for answer in floor)
    note = (
        f"{respondents:,} people, {seconds:.0f} s between pages, {len(ours):,} requests, {answers:,} answers stored; "
    )
    note += f"p95 {_p95(ours)}; the floor {_p95(floor)}{f' with {failed} errors' if failed else ''}"
    return Found(len(ours), len(wrong), note=note, first=next(iter(wrong), ""))


def _p95(went: list[Went]) -> str:
    slowest = {
        name: slowest_but([answer.seconds for answer in went if answer.method == name]) for name in ("GET", "POST")
    }
    return ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in slowest.items())


def _crowd(port: int, walk: Walk, people: int, seconds: float) -> tuple[list[Went], int]:
    """Let everybody walk, begun within one and a half times of thinking, and tell how many came to the end."""
    walkers = [Walker(port) for _number in range(people)]

    async def reach_end(walker: Walker, number: int) -> bool:
        thinking = Thinking(random.Random(number), seconds)
        await asyncio.sleep(thinking.chance.uniform(0, 1.5 * seconds))
        return await walk(walker, number, thinking)

    async def all_of_them() -> list[bool]:
        return await asyncio.gather(*(reach_end(walker, number) for number, walker in enumerate(walkers)))

    ended = asyncio.run(all_of_them())
    return [went for walker in walkers for went in walker.went], sum(ended)


async def _answers(plan: Plan, walker: Walker, _number: int, thinking: Thinking) -> bool:
    """From the landing page to the report."""
    await walker.get("/")
    await thinking()
    await walker.get("/assessments/")
    await thinking()
    hub = await walker.post("/assessments/", {"company": "Load"})
    path = "/".join(hub.split("/")[:3])
    await walker.get(f"{path}/functions/")
    await thinking()
    await walker.post(f"{path}/functions/", {"functions": FUNCTIONS, "action": "continue"})
    for step, fields in plan.steps.items():
        await walker.get(f"{path}/steps/{step}/")
        await thinking()
        await walker.post(f"{path}/steps/{step}/", fields)
    await walker.get(f"{path}/check/")
    await thinking()
    report = await walker.post(f"{path}/submit/", {"confirm_unanswered": "yes"})
    await walker.get(report or f"{path}/report/")
    return report.startswith("/reports/")


async def _saves(first: int, walker: Walker, number: int, thinking: Thinking) -> bool:
    """Fill in the floor's form as often, and read its report at the end."""
    path = f"/steps/{first + number}/"
    fields = {f"q{question}": "c" for question in range(1, 9)}
    for _page in range(len(STEPS) + 3):
        await walker.get(path)
        await thinking()
        await walker.post(path, fields)
    await walker.get("/reports/1/")
    return True


def _planned(site: Site) -> Plan:
    """Answer once as everybody will, and see what that stores."""
    before = _stored(site)[0]
    visitor = site.visitor()
    path = f"/assessments/{begin(visitor)}"
    steps = {}
    for step in STEPS:
        fields = fill(step_form(visitor, f"{path}/steps/{step}/"), choice=0)
        visitor.post(f"{path}/steps/{step}/", fields)
        steps[step] = {name: value for name, value in fields.items() if name not in {"csrfmiddlewaretoken", "version"}}
    token = FormReader(visitor.get(f"{path}/check/")[1]).chosen["csrfmiddlewaretoken"][0]
    report = visitor.post(f"{path}/submit/", {"csrfmiddlewaretoken": token, "confirm_unanswered": "yes"})[2]
    return Plan(steps, _stored(site)[0] - before, visitor.get(report)[1])


def _stored(site: Site) -> tuple[int, int]:
    tables = ("assessments_answer", "recommendations_report")
    answers, reports = (int(site.rows(f"SELECT COUNT(*) FROM {table}")[0][0]) for table in tables)
    return answers, reports


@contextmanager
def _the_floor(site: Site, report: str, sheets: int) -> Iterator[tuple[int, int]]:
    """Serve the smallest honest Django site on the same kind of database, with a sheet for everybody."""
    url = site.url.replace("site.sqlite3", "floor.sqlite3").replace("/site?", "/floor?")
    if site.postgres:
        with psycopg.connect(site.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE floor")
    words = {"FLOOR_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings"}
    seed_floor(words, report)
    environment = site.environment | words
    script = [sys.executable, "-c", _SHEETS.replace("COUNT", str(sheets))]
    first = subprocess.run(script, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    floor = Site(site.folder, url, site.postgres)
    floor.ready = "/sheets/"
    try:
        floor.start(_FLOOR, workers=WORKERS["postgresql" if site.postgres else "sqlite"], environment=words)
        yield floor.port, int(first)
    finally:
        floor.kill()


PROOFS: Final = (Proof("respondents who think between pages, every answer counted", load, rounds=RESPONDENTS),)

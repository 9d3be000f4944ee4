"""Server CPU per request of our pages beside the floor's, in paired slices of one run: `python -m benchmarks.pages`.

What counts is the ratio: the two sites take turns on the same machine, each slice sends the same number of requests
to both, and the median of the pairs is printed with the lowest and the highest. Every answer is checked, because a
wrong page is fast.
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.seed import seed_floor, seed_product
from benchmarks.servers import Server, a_folder, databases
from benchmarks.visitor import FormReader, Visitor

FUNCTIONS = ("bookkeeping", "payroll", "tax_planning")
STEPS = ("core-problem", "technology", "compliance", "growth", "partner")


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    target: float
    ours: Callable[[], None]
    floor: Callable[[], None]


def filled(form: FormReader, **more: str) -> dict[str, str | list[str]]:
    """Answer every field of a form: what is chosen already, else the first real choice."""
    fields: dict[str, str | list[str]] = dict(form.chosen)
    for name, values in form.options.items():
        fields.setdefault(name, next(value for value in values if value))
    return fields | more


def checked(answer: tuple[int, str, str], status: int, words: str) -> str:
    got, page, where = answer
    if got != status or words not in page + where:
        raise RuntimeError(f"expected {status} with “{words}”, got {got}: {page[:200]}")
    return page


class Ours:
    """An owner who has answered everything once, in the product."""

    def __init__(self, port: int) -> None:
        self.visitor = Visitor(port)
        start = self.visitor.read_form("/assessments/")
        _, _, where = self.visitor.post("/assessments/", filled(start) | {"company": "Benchmark"})
        self.hub = re.match(r"/assessments/[0-9a-f-]+/", where)[0]  # type: ignore[index]
        self.choose(self.hub)
        for step in STEPS:
            self.save(step)

    def choose(self, hub: str) -> None:
        picker = self.visitor.read_form(f"{hub}functions/")
        token = picker.chosen["csrfmiddlewaretoken"]
        fields = {key: value for key, value in picker.chosen.items() if key != "functions"}
        checked(
            self.visitor.post(
                f"{hub}functions/",
                fields | {"functions": list(FUNCTIONS), "csrfmiddlewaretoken": token, "action": "continue"},
            ),
            302,
            "/",
        )

    def get(self, step: str) -> FormReader:
        return FormReader(checked(self.visitor.get(f"{self.hub}steps/{step}/"), 200, "version"))

    def save(self, step: str) -> None:
        form = self.get(step)
        checked(self.visitor.post(f"{self.hub}steps/{step}/", filled(form, action="continue")), 302, "/")

    def submit(self) -> str:
        form = self.visitor.read_form(f"{self.hub}check/")
        _, _, where = self.visitor.post(
            f"{self.hub}submit/",
            {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"},
        )
        return where

    def saver(self, step: str, *, by_itself: bool = False) -> Callable[[], None]:
        """Return one save after another, each against the version the last one left.

        Each changes every answer that is asked on this step alone, or, as an open page does by itself, just one.
        """
        form = self.get(step)
        others = {name for other in STEPS if other != step for name in self.get(other).options}
        fields = filled(form, action="continue")
        address = f"{self.hub}steps/{step}/"
        first = {name: form.options[name][0] for name in form.options if name not in others and "confirmed" not in name}
        checked(self.visitor.post(address, fields | first), 302, "/")
        now = self.get(step)
        stored = json.loads(now.chosen["seen"][0])[0]
        # What is typical and asked only after another answer is not stored, however it is sent.
        names = [name for name in first if name in stored][: 1 if by_itself else None]
        shown, given = ({name: form.options[name][at] for name in names} for at in (0, 1))
        fields, saved = filled(now, action="continue"), int(now.chosen["version"][0])
        status, words, headers = (200, "seen", {"HX-Request": "true"}) if by_itself else (302, "/", {})

        def save() -> None:
            nonlocal saved, shown, given
            page = fields | given | {"seen": json.dumps([{**stored, **shown}, {}]), "version": str(saved)}
            self.visitor.headers = headers
            checked(self.visitor.post(address, page), status, words)
            self.visitor.headers = {}
            saved, shown, given = saved + 1, given, shown

        return save


class Floor:
    def __init__(self, port: int) -> None:
        self.visitor = Visitor(port)

    def get(self) -> FormReader:
        return FormReader(checked(self.visitor.get("/steps/1/"), 200, "version"))

    def saver(self) -> Callable[[], None]:
        fields = filled(self.get())

        def save() -> None:
            checked(self.visitor.post("/steps/1/", fields), 302, "/steps/1/")
            fields["version"] = str(int(_text(fields["version"])) + 1)

        return save


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def cpu_of(server: Server, ask: Callable[[], None], times: int) -> tuple[float, float]:
    """Return milliseconds of server CPU and of wall time per request."""
    before, began = server.cpu(), time.perf_counter()
    for _ in range(times):
        ask()
    return (server.cpu() - before) / times * 1000, (time.perf_counter() - began) / times * 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sites on one kind of database, and how long to watch them."""

    ours: Server
    floor: Server
    slices: int
    times: int

    def compare(self, page: Page) -> str:
        ratios, rates, mine, theirs = [], [], [], []
        for number in range(self.slices + 1):
            own, own_wall = cpu_of(self.ours, page.ours, self.times)
            least, least_wall = cpu_of(self.floor, page.floor, self.times)
            if number:  # the first pair warms both up
                ratios.append(own / least)
                rates.append(least_wall / own_wall)
                mine.append(own)
                theirs.append(least)
        median = statistics.median
        return (
            f"{page.name:<18}{median(mine):7.2f} {median(theirs):7.2f} {median(ratios):7.2f}"
            f"  ({min(ratios):.2f}-{max(ratios):.2f})  {page.target:6.2f} {median(rates):9.2f}"
        )


def pages_of(answered: Ours, submitted: Ours, floor: Floor) -> Iterator[Page]:
    """Pair each of our pages with the floor's page that does the same job.

    Each pair is made when its turn comes, as a save before it would take the version that its page was given.
    """
    report = submitted.submit()
    save = floor.saver()
    for step in STEPS:
        yield Page(f"GET {step}", 1.50, partial(answered.get, step), floor.get)
    for step in STEPS:
        yield Page(f"POST {step}", 1.60, answered.saver(step), save)
    yield Page("POST one answer", 1.25, answered.saver(STEPS[1], by_itself=True), save)
    yield Page(
        "GET report",
        1.60,
        lambda: checked(submitted.visitor.get(report), 200, "BPO"),
        lambda: checked(floor.visitor.get("/reports/1/"), 200, "Report"),
    )


def measure(kind: str, *, slices: int, times: int) -> None:
    with a_folder() as folder, databases(kind, folder) as (own_url, floor_url, postgres):
        environment = {
            "SOURCEFIT_VAR": str(folder),
            "DATABASE_URL": own_url,
            "SECRET_KEY": "benchmarks keep no secret",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SOURCEFIT_HTTPS": "0",
        }
        floor_environment = {"FLOOR_DATABASE_URL": floor_url, "DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings"}
        seed_product(environment)
        with Server("config.wsgi:application", environment, postgres) as ours:
            answered, submitted, sample = Ours(ours.port), Ours(ours.port), Ours(ours.port)
            seed_floor(floor_environment, checked(sample.visitor.get(sample.submit()), 200, "BPO"))
            with Server("benchmarks.floor.wsgi:application", floor_environment, postgres) as floor:
                print(f"\n{kind}: server CPU in ms per request, median of {slices} pairs of {times} requests each")
                print(
                    f"{'page':<18}{'ours':>7} {'floor':>7} {'ratio':>7}  {'lowest-highest':<13}{'target':>6} {'req/s':>9}"
                )
                pair = Pair(ours, floor, slices, times)
                for page in pages_of(answered, submitted, Floor(floor.port)):
                    print(pair.compare(page), flush=True)
            print(f"resident memory of our worker: {ours.memory() / 2**20:.0f} MB, at most 130")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--slices", type=int, default=7)
    parser.add_argument("--times", type=int, default=60)
    words = parser.parse_args()
    for database in words.database or ("sqlite", "postgresql"):
        measure(database, slices=words.slices, times=words.times)

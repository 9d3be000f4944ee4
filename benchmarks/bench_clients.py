"""What the list of clients costs at 10, 1,000 and 100,000 assessments: `python -m benchmarks.bench_clients`.

Each client has one assessment with its report, and all of them belong to one consultancy, which is the hardest case:
the same number of assessments of fewer clients makes a shorter list. What counts is the ratio of server CPU per
request of one size to that of 1,000, from pages that take turns in one run, and that every size asks the same number
of queries. At 10 the page has 10 lines instead of 25, so only “no more than” is asked of it.
"""

import argparse
import json
import os
import subprocess
import sys
from statistics import median

from benchmarks.pages import checked, cpu_of
from benchmarks.seed import seed_product
from benchmarks.servers import ROOT, Server, a_folder, databases
from benchmarks.visitor import Visitor

MOST_RATIO, MOST_QUERIES = 1.25, 6
PAGES = (
    ("the list", "/clients/"),
    ("by margin", "/clients/?sort=-margin"),
    ("filtered", "/clients/?status=1&since=month"),
)


def seed(environment: dict[str, str]) -> dict[int, tuple[str, list[int]]]:
    """Fill the database; tell for each size who signs in and how many queries the pages ask."""
    seed_product(environment)
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.client_seed"],
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {int(size): (key, asked) for size, (key, asked) in json.loads(run.stdout).items()}


def ratios(
    server: Server, visitors: dict[int, Visitor], path: str, *, slices: int, times: int
) -> dict[int, list[float]]:
    """Milliseconds of server CPU per request of each size, slice by slice, in turns."""
    spent: dict[int, list[float]] = {size: [] for size in visitors}
    for number in range(slices + 1):
        for size, visitor in visitors.items():
            own, _wall = cpu_of(server, lambda visitor=visitor: checked(visitor.get(path), 200, "Client 0"), times)  # type: ignore[misc]
            if number:  # the first round warms up
                spent[size].append(own)
    return spent


def measure(kind: str, *, slices: int, times: int) -> bool:
    with a_folder() as folder, databases(kind, folder) as (url, _floor, postgres):
        environment = {
            "SOURCEFIT_VAR": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "benchmarks keep no secret",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "SOURCEFIT_HTTPS": "0",
        }
        people = seed(environment)
        print(f"\n{kind}: server CPU in ms per request, median of {slices} slices of {times} requests for each size")
        holds = True
        with Server("config.wsgi:application", environment, postgres) as server:
            visitors = {}
            for size, (key, _asked) in people.items():
                visitors[size] = Visitor(server.port)
                visitors[size].cookies["sessionid"] = key
            for number, (name, path) in enumerate(PAGES):
                spent = ratios(server, visitors, path, slices=slices, times=times)
                holds = _print(name, spent, [asked[number] for _key, asked in people.values()]) and holds
        return holds


def _print(name: str, spent: dict[int, list[float]], queries: list[int]) -> bool:
    usual = spent[1_000]
    parts = []
    holds = len(set(queries)) == 1 and queries[0] <= MOST_QUERIES
    for size, own in spent.items():
        ratio = median(mine / other for mine, other in zip(own, usual, strict=True))
        holds = holds and ratio <= MOST_RATIO
        parts.append(f"{size:>8,}: {median(own):6.2f} ms, ratio {ratio:4.2f}")
    print(f"{name:<12}{' | '.join(parts)} | queries {queries} | {'holds' if holds else 'MISSED'}", flush=True)
    return holds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--slices", type=int, default=7)
    parser.add_argument("--times", type=int, default=40)
    words = parser.parse_args()
    results = [
        measure(kind, slices=words.slices, times=words.times) for kind in words.database or ("sqlite", "postgresql")
    ]
    if not all(results):
        sys.exit(f"a page costs more than {MOST_RATIO} times that of 1,000, or asks a varying number of queries")

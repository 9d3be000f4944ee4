"""What the claim about impact rests on: `python -m benchmarks.bench_impact`.

How long it takes to hold 10,000 submitted assessments against a draft, a slice of two seconds at a time, as the page
in the admin does. The draft re-weighs every question, so that every score moves and the strength is drawn for each.
"""

import argparse
import os
from random import Random
from statistics import mean
from time import perf_counter, process_time

import django

from benchmarks.servers import a_folder, databases

ASSESSMENTS, FUNCTIONS, TARGET_S = 10_000, (1, 2, 3, 3, 3, 4, 5, 8), 60
OPEN = 0.1
SLICE_S = 2


def measure(kind: str, count: int) -> None:
    with a_folder() as folder, databases(kind, folder) as (url, _floor, _postgres):
        os.environ |= {
            "SOURCEFIT_VAR": str(folder),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "benchmarks keep no secret",
            "ALLOWED_HOSTS": "localhost",
        }
        django.setup()
        _run(kind, count)


def _run(kind: str, count: int) -> None:
    # They can be imported only now that the settings are known.
    from django.core.management import call_command
    from django.db import connections

    from benchmarks import impact_seed
    from recommendations.trials import impact

    call_command("migrate", verbosity=0)
    call_command("import_questionnaire", "assessments/data/sourcing-2.toml", publish=True, verbosity=0)
    draft, user = impact_seed.seed(count, FUNCTIONS, OPEN, Random(1))
    run, spent, worked = impact.begin(questionnaire=draft, by=user), [], process_time()
    while run.finished_at is None:
        began = perf_counter()
        run = impact.go_on(run=run, seconds=SLICE_S)
        spent.append(perf_counter() - began)
    worked = process_time() - worked
    print(
        f"{kind:<11} {run.done} assessments, {mean(FUNCTIONS):.1f} functions on average, {len(spent)} slices: "
        f"{sum(spent):.1f} s, of which {worked:.1f} s of the processor here, longest slice {max(spent):.1f} s, "
        f"{run.counts['any']} would change   target {TARGET_S} s"
    )
    connections.close_all()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--count", type=int, default=ASSESSMENTS)
    options = parser.parse_args()
    measure(options.db, options.count)


if __name__ == "__main__":
    main()

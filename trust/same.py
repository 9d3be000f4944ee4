"""Same everywhere: one scenario says the same on SQLite and PostgreSQL, and every older database becomes the newest."""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from benchmarks.visitor import FormReader, Visitor
from trust.answering import STEPS, fill, step_form
from trust.line import DATABASES, Found, Proof
from trust.site import ROOT, Site, a_site

SEEDED: Final = "trust.seeded:application"
COMPANIES: Final = 5
INTERRUPTED: Final = 10
COPIES: Final = ("", "report.csv", "report.json", "report.xlsx", "report.pdf")
_PK: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What is another thing in every answer: a form's token. Ids and times are the seeded site's and are compared as they are.
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')

Seen = list[tuple[str, str]]


def same(_database: str, rounds: int) -> Found:
    seen = {database: _scenario(database, rounds) for database in DATABASES}
    ours, theirs = (seen[database] for database in DATABASES)
    differences = [
        path for (path, told), (other, said) in zip(ours, theirs, strict=True) if (path, told) != (other, said)
    ]
    # Other answers must be told apart.
    control = sum(one != other for one, other in zip(ours, _scenario("sqlite", 1, choice=1), strict=False))
    return Found(len(ours), len(differences), control=control, first=next(iter(differences), ""))


def _scenario(database: str, companies: int, *, choice: int = 0) -> Seen:
    """Answer for some companies, each otherwise, and read every page and copy on the way."""
    with a_site(database, durable=False) as site:
        site.start(SEEDED, threads=1)
        seen: Seen = []
        for number in range(companies):
            _company(site.visitor(), seen, choice=(number + choice) % 2)
        return seen


def _company(visitor: Visitor, seen: Seen, *, choice: int) -> None:
    see = _seeing(visitor, seen)
    token = FormReader(see("/assessments/")).chosen["csrfmiddlewaretoken"][0]
    where = see("/assessments/", {"csrfmiddlewaretoken": token, "company": "Same everywhere"})
    found = _PK.search(where)
    if found is None:
        raise RuntimeError(f"starting an assessment led to {where!r}")
    path = f"/assessments/{found[0]}"
    form = FormReader(see(f"{path}/functions/"))
    kept = {name: form.chosen[name][0] for name in ("csrfmiddlewaretoken", "version")}
    see(f"{path}/functions/", {**kept, "functions": form.options["functions"][:2], "action": "continue"})
    for step in STEPS:
        see(f"{path}/steps/{step}/")
        see(f"{path}/steps/{step}/", fill(step_form(visitor, f"{path}/steps/{step}/"), choice=choice))
    token = FormReader(see(f"{path}/check/")).chosen["csrfmiddlewaretoken"][0]
    report = see(f"{path}/submit/", {"csrfmiddlewaretoken": token, "confirm_unanswered": "yes"})
    for name in COPIES:
        see(report + name)
    see("/assessments/")


def _seeing(visitor: Visitor, seen: Seen) -> Callable[..., str]:
    def see(path: str, fields: dict[str, str | list[str]] | None = None) -> str:
        status, page, where = visitor.get(path) if fields is None else visitor.post(path, fields)
        body = hashlib.sha256(_TOKEN.sub("", page).encode()).hexdigest()
        seen.append((f"{'GET' if fields is None else 'POST'} {path}", f"{status} {where} {body}"))
        return where or page

    return see


def migrated(database: str, rounds: int) -> Found:
    """Take `rounds` of a hundred of the earlier states, evenly."""
    with a_site(database, durable=False, empty=True) as site:
        words = f"from trust.states import main; main({rounds / 100})"
        told = json.loads(_last_line(site, words))
    note = f"{told['values']:,} values compared"
    first = next(iter(told["wrong"]), "")
    return Found(told["states"], len(told["wrong"]), control=told["control"], note=note, first=first)


def linted(database: str, _rounds: int) -> Found:
    with a_site(database, durable=False, empty=True) as site:
        told = json.loads(_last_line(site, "from trust.migration_lint import main; main()"))
    return Found(told["cases"], len(told["wrong"]), control=told["control"], first=next(iter(told["wrong"]), ""))


def interrupted(database: str, rounds: int) -> Found:
    """Kill the way forward from the first version, with data, somewhere in the middle, and go it again."""
    chance = random.Random(7)
    problems: list[str] = []
    stopped = 0
    with a_site(database, empty=True) as site:
        site.run("shell", "--no-imports", "--command", "from trust.states import begin; begin()")
        first = _made(site)
        site.run("migrate", "--verbosity", "0")
        last = _made(site)
        whole = _dump(site)  # as it is after a way forward that nobody interrupted
        for _number in range(rounds):
            site.run("shell", "--no-imports", "--command", "from trust.states import begin_again; begin_again()")
            _killed(site, chance.randrange(first, last), chance.uniform(0, 0.1))
            stopped += bool(_waiting(site))
            site.run("migrate", "--verbosity", "0")
            problems += [text for text in (_differs(whole, _dump(site)), _waiting(site)) if text]
    note = f"{stopped} of them were ended before the end"
    return Found(rounds, len(problems), control=stopped, note=note, first=next(iter(problems), ""))


def _made(site: Site) -> int:
    return int(site.rows("SELECT COUNT(*) FROM django_migrations")[0][0])


def _killed(site: Site, after: int, seconds: float) -> None:
    """End the way forward so long after as many migrations were made."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    running = subprocess.Popen(
        command, cwd=ROOT, env=site.environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    while running.poll() is None and _made(site) <= after:
        time.sleep(0.02)
    time.sleep(seconds)
    with suppress(ProcessLookupError):  # it was quicker
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _waiting(site: Site) -> str:
    """Say which migrations wait."""
    listed = site.run("showmigrations", "--plan").splitlines()
    return ", ".join(line.split()[-1] for line in listed if line.startswith("[ ]"))


def _last_line(site: Site, words: str) -> str:
    return site.run("shell", "--no-imports", "--command", words).splitlines()[-1]


def _dump(site: Site) -> dict[str, list[str]]:
    """Read every table of the rooms, past the product."""
    words = "import json; from trust.states import contents; print(json.dumps(contents()))"
    told = json.loads(_last_line(site, words))
    return {f"{table}.{column}": values for table, columns in told.items() for column, values in columns.items()}


def _differs(before: dict[str, list[str]], after: dict[str, list[str]]) -> str:
    return ", ".join(table for table in before if before[table] != after.get(table))


PROOFS: Final = (
    Proof("one scenario, the same answers on both databases", same, rounds=COMPANIES, databases=("none",)),
    Proof("every earlier state with data migrated to the newest", migrated, rounds=100),
    Proof("the linter of migrations finds nothing unexplained", linted),
    Proof("a migration killed half-way is made to the end", interrupted, rounds=INTERRUPTED),
)

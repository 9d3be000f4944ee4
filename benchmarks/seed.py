"""What both sites hold before they are measured: ours the shipped edition, the floor eight questions and a report."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser

from benchmarks.servers import ROOT, manage

_SEED = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
from benchmarks.floor.models import Answer, Question, Sheet
with connection.schema_editor() as editor:
    for model in (Question, Sheet, Answer):
        editor.create_model(model)
report = json.load(sys.stdin)
choices = [["a", "The same every time"], ["b", "Mostly the same"], ["c", "Often different"], ["d", "Always new"],
           ["dont_know", "I don't know"], ["not_applicable", "Doesn't apply"]]
questions = Question.objects.bulk_create(
    Question(text=f"How is the work of kind {number} done today in your organisation?", choices=choices) for number in range(8)
)
Sheet.objects.create(name="First", report=json.dumps(report))
Answer.objects.bulk_create(Answer(sheet_id=1, question=question, value="b") for question in questions)
Sheet.objects.bulk_create(Sheet(name=f"Client {number}") for number in range(200))
"""


class Cells(HTMLParser):
    """The words of a page, block by block: what the floor shows of a report, without our mark-up."""

    BLOCKS = frozenset(("p", "li", "td", "th", "h2", "h3", "h4", "dt", "dd", "summary"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in self.BLOCKS:
            self.rows.append([])
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.rows[-1].append(data.strip())


def seed_product(environment: dict[str, str]) -> None:
    """Fill our database as `make run` does."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "createcachetable")
    manage(environment, "import_questionnaire", "assessments/data/sourcing-2.toml", "--publish")
    manage(environment, "load_profiles")
    manage(environment, "collectstatic", "--noinput", "--verbosity", "0")


def seed_floor(environment: dict[str, str], report: str) -> None:
    """Fill the floor's database; its report says all that ours says, as plain rows of text."""
    rows = [row for row in Cells(report).rows if row]
    content = {"headline": "Report", "sections": [{"title": "All of it", "rows": rows}]}
    subprocess.run(
        [sys.executable, "-c", _SEED],
        env=os.environ | environment,
        input=json.dumps(content).encode(),
        cwd=ROOT,
        check=True,
    )

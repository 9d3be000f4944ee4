"""Recommend on filled assessments from a file or standard input, with the services of the site; stores nothing."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, Final, TextIO

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from assessments.edition import flow
from assessments.models import Questionnaire
from assessments.models.reading import read
from recommendations.reports import earlier, services
from recommendations.reports.filled import FilledError, parse, read_filled
from recommendations.reports.plain_text import plain_text
from recommendations.reports.shape import check_shape

RULE: Final = "=" * 88


class Command(BaseCommand):
    help = (
        "Recommend on a filled assessment (recommendations/data/answers.schema.json says what it holds), or on many, "
        "one on each line. Prints each report as text or, with --json, as JSON; stores nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a JSON or JSON Lines file; “-” reads standard input")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of text")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.profiles = services.profiles()
        with _opened(options["file"]) as stream:
            begun, is_lines = _begin(stream)
            if is_lines:
                self._each(chain(begun, stream), options)
            else:
                self._one("".join(chain(begun, stream)).strip(), options)

    def _one(self, text: str, options: Mapping[str, Any]) -> None:
        try:
            content = self._content(text)
        except FilledError as error:
            raise CommandError("\n".join(f"{options['file']}: {problem}" for problem in error.problems)) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(plain_text(content))

    def _each(self, lines: Iterator[str], options: Mapping[str, Any]) -> None:
        """Go on after a line that is refused; each line is printed whole or not at all."""
        refused = 0
        bar = tqdm(lines, unit=" assessments", file=sys.stderr, disable=options["verbosity"] == 0)
        for number, line in enumerate(bar, start=1):
            if not line.strip():
                continue
            try:
                content = self._content(line.strip())
            except FilledError as error:
                refused += 1
                bar.clear()
                for problem in error.problems:
                    self.stderr.write(f"{options['file']}, line {number}: {problem}")
                continue
            bar.clear()
            self.stdout.write(services.canonical(content) if options["as_json"] else f"{plain_text(content)}\n{RULE}")
        if refused:
            raise CommandError(f"{refused} of the lines were refused; nothing was printed for them")

    def _content(self, text: str) -> dict[str, Any]:
        values = parse(text)
        check_shape(values)
        edition = _edition(values.get("edition", ""))
        filled = read_filled(values, edition)
        for line in filled.carried:
            self.stderr.write(f"carried over from an earlier edition: {line}")
        inputs = services.recommend_for(
            edition,
            filled.functions,
            filled.answers,
            organisation=filled.organisation,
            notes={},
            profiles=self.profiles,
        )
        return services.content_of(inputs, reference="", given_at=timezone.now())


def _begin(stream: TextIO) -> tuple[list[str], bool]:
    """Read as far as is needed to tell: many assessments, when the first line is whole and another follows it."""
    begun: list[str] = []
    for line in stream:
        begun.append(line)
        filled = [text for text in begun if text.strip()]
        if len(filled) == 1 and not _is_json(filled[0]):
            return begun, False
        if len(filled) > 1:
            return begun, True
    return begun, False


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """Open a file, or standard input, as UTF-8 whatever the machine's own encoding is."""
    try:
        if name == "-":
            yield TextIOWrapper(sys.stdin.buffer, "utf-8-sig") if hasattr(sys.stdin, "buffer") else sys.stdin
        else:
            with Path(name).open(encoding="utf-8-sig") as stream:
                yield stream
    except OSError as error:
        raise CommandError(f"{name}: can’t be read ({error.strerror}): check the name and its permissions") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name}: this is not UTF-8 text (byte {error.start}): save it as UTF-8") from error


def _edition(label: str) -> flow.Edition:
    """Read the edition of this label, or the published one.

    Raises:
        FilledError: there is no such edition; the message names those there are.
    """
    rows = Questionnaire.objects.order_by("slug", "edition")
    edition = next((row for row in rows if row.label == label), None)
    if edition is None and label in ("", earlier.LABEL):
        edition = rows.published().first()
    if edition is None:
        labels = ", ".join(row.label for row in rows)
        known = f"use one of {labels}" if labels else "there is none yet; run `manage.py prepare` first"
        raise FilledError([f"edition: there is no {label or 'published edition'}: {known}"])
    return read(edition.pk)

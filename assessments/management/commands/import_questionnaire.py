"""`manage.py import_questionnaire`: editions from TOML files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments import flow
from assessments.differences import differences
from assessments.editions import EditionError, load, publish
from assessments.models import Questionnaire
from assessments.models.reading import read
from assessments.toml_file import read_file
from assessments.toml_table import TomlFileError

SHOWN: Final = 10


class Command(BaseCommand):
    help = "Load editions of a questionnaire from TOML files, as drafts. What is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an edition, such as sourcing-1.toml")
        parser.add_argument("--publish", action="store_true", help="publish each edition that is a draft")

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        editions = self._read(files)
        try:
            with transaction.atomic():
                said = [self._bring(path.name, edition, options["publish"]) for path, edition in editions]
        except EditionError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        if options["verbosity"]:
            self.stdout.write("\n".join(said))

    def _read(self, files: list[Path]) -> list[tuple[Path, flow.Edition]]:
        """Read every file before anything is loaded, so that all problems of all files are told at once."""
        editions: list[tuple[Path, flow.Edition]] = []
        problems: list[str] = []
        for path in files:
            try:
                editions.append((path, read_file(path)))
            except TomlFileError as error:
                problems += error.problems
        if problems:
            raise CommandError("\n".join((*problems, "Nothing was loaded.")))
        return editions

    def _bring(self, name: str, edition: flow.Edition, wants_publishing: bool) -> str:  # noqa: FBT001 - one caller
        row = Questionnaire.objects.filter(slug=edition.slug, edition=edition.edition).first()
        if row is None:
            row = load(edition)
            done = f"{name}: {edition.label} loaded ({_size(edition)})"
        else:
            _refuse_other_content(name, read(row.pk), edition)
            done = f"{name}: {edition.label} is here already: nothing to do"
        if wants_publishing and row.is_draft:
            publish(questionnaire=row)
            done = f"{name}: {edition.label} published ({_size(edition)})"
        return done


def _size(edition: flow.Edition) -> str:
    return f"{len(edition.questions)} questions, {len(edition.functions)} functions"


def _refuse_other_content(name: str, here: flow.Edition, edition: flow.Edition) -> None:
    found = differences(here, edition)
    if not found:
        return
    numbers = Questionnaire.objects.filter(slug=edition.slug).order_by("-edition").values_list("edition", flat=True)
    listed = [f"- {difference}" for difference in found[:SHOWN]]
    if len(found) > SHOWN:
        listed.append(f"- and {len(found) - SHOWN} more")
    raise EditionError(
        "\n".join(
            (
                f"{name}: {edition.label} is here already with another content:",
                *listed,
                f"Raise edition to {numbers[0] + 1} in {name} to load it beside the other.",
            )
        )
    )

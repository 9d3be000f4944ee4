"""`manage.py import_questionnaire`: editions from TOML and JSON files."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.authoring import gates
from assessments.authoring.editions import Decision, EditionError, held_against, load, publish
from assessments.authoring.toml_file import read_file
from assessments.edition import flow
from assessments.edition.diff import diff, sentence
from assessments.edition.lint import errors, lint
from assessments.edition.toml_table import TomlFileError
from assessments.models import Questionnaire
from assessments.models.reading import read

SHOWN: Final = 10


class Command(BaseCommand):
    help = (
        "Load editions of a questionnaire from TOML or JSON files, as drafts. What is there already stays as it is. "
        "The first edition of a questionnaire is published as it stands, where the lint finds no error: nobody has "
        "a report yet that it could differ from. A later one that has warnings or examples that flip needs a reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an edition, such as sourcing-2.toml")
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--publish", action="store_true", help="publish each edition that is a draft")
        either.add_argument(
            "--dry-run", action="store_true", help="say what differs and what the lint finds, and save nothing"
        )
        parser.add_argument(
            "--acknowledge",
            metavar="REASON",
            default="",
            help="publish in spite of warnings and of examples that flip; kept with the edition",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        editions = self._read(files)
        if options["dry_run"]:
            for path, edition in editions:
                self.stdout.write("\n".join(_look(path.name, edition)))
            self.stdout.write("Nothing was saved.")
            return
        reason = options["acknowledge"].strip() if options["publish"] else None
        try:
            with transaction.atomic():
                lines = [self._bring(path.name, edition, reason) for path, edition in editions]
        except EditionError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        if options["verbosity"]:
            self.stdout.write("\n".join(lines))

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

    def _bring(self, name: str, edition: flow.Edition, reason: str | None) -> str:
        """Load an edition; publish it too where there is a `reason`, which may be empty."""
        row = Questionnaire.objects.filter(slug=edition.slug, edition=edition.edition).first()
        if row is None:
            row = load(edition)
            done = f"{name}: {edition.label} loaded ({_size(edition)})"
        else:
            differences = [sentence(change) for change in diff(read(row.pk), edition)]
            if differences:
                more = [f"- and {len(differences) - SHOWN} more"] if len(differences) > SHOWN else []
                listed = (f"- {difference}" for difference in differences[:SHOWN])
                head = f"{name}: {edition.label} is here already with another content:"
                raise EditionError("\n".join((head, *listed, *more, _raise_number(name, edition))))
            done = f"{name}: {edition.label} is here already: nothing to do"
        if reason is not None and row.is_draft:
            publish(questionnaire=row, decision=_decision(row, reason))
            done = f"{name}: {edition.label} published ({_size(edition)})"
        return done


def _decision(row: Questionnaire, reason: str) -> Decision | None:
    """Hear the gates, as the admin does; None where they have nothing to say, or errors have to be mended first."""
    is_first = not Questionnaire.objects.filter(slug=row.slug).exclude(status=Questionnaire.Status.DRAFT).exists()
    if errors(read(row.pk)) or (is_first and not reason):
        return None
    look = gates.check(row)
    points = [point for result in look.results for point in result.points]
    if points and not reason:
        listed = (f"- {point}" for point in points)
        lines = (f"{row.label} is not published. These want a reason:", *listed, 'Give it: --acknowledge "REASON".')
        raise EditionError("\n".join(lines))
    return Decision(None, look, {result.gate: reason for result in look.results})


def _look(name: str, edition: flow.Edition) -> Iterator[str]:
    base = held_against(edition)
    yield f"{name}: {edition.label} ({_size(edition)})"
    if base is None:
        yield "It would be the first edition here."
    else:
        differences = [sentence(change) for change in diff(read(base.pk), edition)]
        yield f"What differs from {base.label}:" if differences else f"The content is that of {base.label}."
        yield from (f"- {difference}" for difference in differences)
        if differences and base.edition == edition.edition:
            yield _raise_number(name, edition)
    findings = lint(edition)
    yield "What the lint finds:" if findings else "The lint finds nothing."
    yield from (f"- {finding.level}: {finding}" for finding in findings)


def _size(edition: flow.Edition) -> str:
    return f"{len(edition.questions)} questions, {len(edition.functions)} functions"


def _raise_number(name: str, edition: flow.Edition) -> str:
    numbers = Questionnaire.objects.filter(slug=edition.slug).order_by("-edition").values_list("edition", flat=True)
    return f"Raise edition to {numbers[0] + 1} in {name} to load it beside the other."

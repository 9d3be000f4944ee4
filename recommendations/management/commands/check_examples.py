"""Every example client through the product's own services, beside what was expected of it."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management import BaseCommand, CommandError

from assessments.models import Questionnaire
from assessments.models.reading import read
from recommendations.models import ExampleClient
from recommendations.trials.examples import ExampleFileError, Outcome, example_of, problems
from recommendations.trials.runs import fit_to, outcome_or_nothing

WIDTHS = (6, 10, 10, 16, 10, 6)
HEAD = ("key", "certainty", "expected", "acceptable", "got", "", "title, or the function and its BPO, KPO and ITO fit")
COUNTED = (ExampleClient.Confidence.HIGH,)
COUNTED_WITH_ALL = (*COUNTED, ExampleClient.Confidence.MEDIUM)


class Command(BaseCommand):
    help = (
        "Recommend on every example client and print a table; fail when a certain one lands outside what is acceptable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--edition", metavar="LABEL", default="", help="such as sourcing-2; without it: what is published"
        )
        parser.add_argument("--all", action="store_true", help="count examples of medium confidence as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        counted = COUNTED_WITH_ALL if options["all"] else COUNTED
        missed: list[str] = []
        for questionnaire in _editions(options["edition"]):
            outcomes = _outcomes(questionnaire)
            self.stdout.write(
                f"{questionnaire.label}: {sum(outcome.is_hit for outcome in outcomes)} of {len(outcomes)} hit"
            )
            self.stdout.writelines(_row(*HEAD))
            for outcome in outcomes:
                self.stdout.writelines(_lines(outcome))
            missed += [
                f"{questionnaire.label} {outcome.example.key}"
                for outcome in outcomes
                if not outcome.is_hit and outcome.example.confidence in counted
            ]
        if missed:
            raise CommandError(f"outside what is acceptable: {', '.join(missed)}")


def _editions(label: str) -> list[Questionnaire]:
    having = [row for row in Questionnaire.objects.order_by("pk") if ExampleClient.objects.for_edition(row)]
    if not label:
        published = [row for row in having if row.status == Questionnaire.Status.PUBLISHED]
        if not published:
            raise CommandError("no published edition has example clients: run `manage.py load_examples`")
        return published
    labelled = [row for row in having if row.label == label]
    if not labelled:
        labels = ", ".join(row.label for row in having) or "none yet: run `manage.py load_examples`"
        raise CommandError(f"no edition “{label}” with example clients: those that have some are {labels}")
    return labelled


def _outcomes(questionnaire: Questionnaire) -> list[Outcome]:
    """Recommend on an edition's examples; those it has from earlier ones may ask for what it no longer knows."""
    edition = read(questionnaire.pk)
    rows = ExampleClient.objects.for_edition(questionnaire)
    own = [example_of(row) for row in rows if row.questionnaire_id == questionnaire.pk]
    if unfit := tuple(problem for example in own for problem in problems(example, edition)):
        raise CommandError(str(ExampleFileError(unfit)))
    return [outcome_or_nothing(fit_to(edition, example_of(row))[0], edition) for row in rows]


def _lines(outcome: Outcome) -> Iterator[str]:
    example = outcome.example
    acceptable = " ".join(example.acceptable)
    word = _word(is_hit=outcome.is_hit)
    yield _row(example.key, example.confidence, example.expected, acceptable, outcome.got, word, example.title)
    for function in outcome.functions:
        word = _word(is_hit=function.is_hit) if function.expected else ""
        fits = " ".join(str(fit) for fit in function.fits)
        yield _row("", "", function.expected, "", function.got, word, f"{function.key} {fits}")


def _word(*, is_hit: bool) -> str:
    return "hit" if is_hit else "MISS"


def _row(*cells: str) -> str:
    widths: Sequence[int] = (*WIDTHS, 0)
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"

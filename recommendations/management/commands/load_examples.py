"""The shipped example clients, written beside the edition they were filled in for; once more changes nothing."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from assessments.models import Questionnaire
from recommendations.trials.examples import EDITION, ExampleFileError, load_examples


class Command(BaseCommand):
    help = "Load the shipped example clients. Running it again changes nothing."

    def handle(self, *_args: Any, **options: Any) -> None:
        slug, edition = EDITION
        questionnaire = Questionnaire.objects.filter(slug=slug, edition=edition).first()
        if questionnaire is None:
            raise CommandError(
                f"the example clients belong to {slug}-{edition}, which is not loaded: "
                "run `manage.py import_questionnaire` first"
            )
        try:
            count = load_examples(questionnaire)
        except ExampleFileError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{questionnaire.label}: {count} example clients")

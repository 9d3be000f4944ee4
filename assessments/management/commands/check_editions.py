"""`manage.py check_editions`: whether each published edition still is what was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.models import DamagedEditionError, Questionnaire
from assessments.models.reading import read_content


class Command(BaseCommand):
    help = "Check the content of every published and retired edition against its checksum."

    def handle(self, *_args: Any, **options: Any) -> None:
        damaged, count = [], 0
        for row in Questionnaire.objects.exclude(status=Questionnaire.Status.DRAFT).iterator(chunk_size=10):
            count += 1
            try:
                read_content(row)
            except DamagedEditionError as error:
                damaged.append(str(error))
        if damaged:
            raise CommandError("\n".join(damaged))
        if options["verbosity"]:
            self.stdout.write(f"Checked {count}: every one is what was published.")

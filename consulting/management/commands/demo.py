"""A consultancy with six made-up clients, to look at the workspace; marked as such and removable."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from assessments.models import Questionnaire
from consulting import demo


class Command(BaseCommand):
    help = "Add a made-up consultancy with six clients and their reports; --remove takes all of it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the demonstration away")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"{demo.remove()} made-up organisations removed, with all that was theirs")
            return
        if settings.ENVIRONMENT == "production":
            raise CommandError("made-up people do not belong into a site that others rely on: use another one")
        questionnaire = Questionnaire.objects.current()
        if questionnaire is None:
            raise CommandError("no edition is published yet: run `manage.py prepare` first")
        try:
            email, password = demo.add(questionnaire)
        except demo.ThereAlreadyError as error:
            raise CommandError("the demonstration stands already: remove it with --remove, then add it anew") from error
        self.stdout.write(f"Sign in as {email} with {password} and set up a second factor; then open /clients/.")
        self.stdout.write("Remove it with: manage.py demo --remove")

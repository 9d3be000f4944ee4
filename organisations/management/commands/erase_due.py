"""Erase what was asked to be erased and whose days of grace are over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from organisations import leaving
from organisations.models import Organisation


class Command(BaseCommand):
    help = "Erase the organisations and accounts whose days of grace are over; run it every day. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        count = 0
        for row in leaving.due():
            kind = "organisation" if isinstance(row, Organisation) else "account"
            # Only the bare id is told: what is erased must not stay in a log.
            self.stdout.write(f"{kind} {row.pk}: {'would go' if options['dry_run'] else 'erased'}")
            if not options["dry_run"]:
                leaving.erase(row)
            count += 1
        self.stdout.write(f"{count} {'would go' if options['dry_run'] else 'erased'}")

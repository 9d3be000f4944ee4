"""Delete what was kept as long as it may be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from config.retention import BATCH, RULES, purge


class Command(BaseCommand):
    help = "Delete what was kept as long as config/retention.py lets it; run it every day. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"rows in one transaction (default {BATCH})")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError(f"--batch is {options['batch']}: give a whole number from 1 up")
        now = timezone.now()
        word = "would go" if options["dry_run"] else "deleted"
        for rule in RULES:
            counted = rule.overdue(now).count() if options["dry_run"] else purge(rule, now, batch=options["batch"])
            rows = ngettext("%(count)s row", "%(count)s rows", counted) % {"count": counted}
            self.stdout.write(f"{rule.name}: {rows} {word} (kept {rule.days} days after {rule.counted_from})")

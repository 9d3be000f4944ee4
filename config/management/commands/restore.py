"""Put a backup of the embedded database back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils import timezone

from config import backups


class Command(BaseCommand):
    help = "Put a backup back in place of the embedded database, which is itself backed up first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args: Any, **options: Any) -> None:
        question = (
            f"Everything saved since {options['file']} was taken will be gone from the site. Type restore to go on: "
        )
        if not options["yes"] and input(question).strip() != "restore":
            raise CommandError("nothing was changed: type the word restore, or give --yes")
        try:
            self._restore(options["file"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        # Who was erased after the backup was taken must not come back with it.
        call_command("replay_erasures", stdout=self.stdout)
        self.stdout.write("Restored. Restart the site: it keeps what it has read of editions and reports.")

    def _restore(self, file: Path) -> None:
        target = backups.embedded()
        backups.check(file)
        connections.close_all()
        if target.exists():
            before = target.with_name(f"{target.stem}-before-restore-{timezone.now():%Y-%m-%d-%H%M%S}.sqlite3")
            backups.copy(target, before)
            self.stdout.write(f"What was there is kept as {before}")
        backups.put_back(file, target)

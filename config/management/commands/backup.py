"""Copy the embedded database while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from config import backups


class Command(BaseCommand):
    help = "Copy the embedded database into one checked file; the site may go on running. For PostgreSQL use pg_dump (OPERATIONS.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to (default: a dated name in the backups folder)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            source = backups.embedded()
            target = options["file"] or _dated(source.parent / "backups")
            reached = backups.copy(source, target)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: {target.stat().st_size} bytes, checked ({reached})")


def _dated(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise backups.BackupError(
            f"cannot make {folder} ({error.strerror}): name a file in a folder that is writable"
        ) from error
    return folder / f"{timezone.now():%Y-%m-%d-%H%M%S}.sqlite3"

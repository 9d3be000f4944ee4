"""Whether a downloaded JSON, CSV or XLSX file of a report is as it was written; needs no database."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.management import BaseCommand, CommandError

from recommendations.reports.exports import csv_file, json_file, xlsx_file
from recommendations.reports.exports.manifest import ExportFileError, Opened, changes

READERS: Final[tuple[tuple[bytes, Callable[[bytes], Opened]], ...]] = (
    (b"PK", xlsx_file.read),
    (b"{", json_file.read),
    (b"", csv_file.read),
)


class Command(BaseCommand):
    help = (
        "Say whether a downloaded JSON, CSV or XLSX file of a report is as it was written, or where it was changed. "
        "It finds accidents: whoever changes a file on purpose can write another manifest into it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file as it was downloaded")

    def handle(self, *_args: Any, **options: Any) -> None:
        name: Path = options["file"]
        try:
            content = name.read_bytes()
            reader = next(read for begin, read in READERS if content.removeprefix(b"\xef\xbb\xbf").startswith(begin))
            opened = reader(content)
        except OSError as error:
            raise CommandError(
                f"{name}: can’t be read ({error.strerror}): check the name and its permissions"
            ) from error
        except ExportFileError as error:
            raise CommandError(f"{name}: not an export of a report: {error}") from error
        if found := changes(opened):
            raise CommandError("\n".join(f"{name}: changed: {one}" for one in found))
        rows = sum(len(part) for part in opened.parts.values())
        self.stdout.write(
            f"{name}: intact: report {opened.manifest['reference']}, {rows} rows in {len(opened.parts)} parts"
        )

"""`manage.py export_questionnaire`: an edition as a file that `import_questionnaire` takes in again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.edition import written
from assessments.models import Questionnaire
from assessments.models.reading import read


class Command(BaseCommand):
    help = "Write an edition, draft or not, as TOML or JSON with its stable keys and its checksum."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("label", metavar="SLUG-EDITION", help="such as sourcing-2")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a new file; none: the standard output")
        parser.add_argument("--json", action="store_true", help="JSON; a FILE that ends in .json is JSON too")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        slug, _dash, number = options["label"].rpartition("-")
        is_number = number.isascii() and number.isdecimal() and len(number) <= len("9999")
        row = Questionnaire.objects.filter(slug=slug, edition=number).first() if is_number else None
        if row is None:
            labels = ", ".join(sorted(str(row.label) for row in Questionnaire.objects.all()))
            raise CommandError(
                f"there is no edition {options['label']}: name one of {labels}" if labels else "there is no edition yet"
            )
        values = written.values(read(row.pk))
        is_json = options["json"] or (file is not None and file.suffix == ".json")
        content = written.as_json(values) if is_json else written.as_toml(values)
        if file is None:
            self.stdout.write(content.decode(), ending="")
            return
        try:
            with file.open("xb") as opened:
                opened.write(content)
        except FileExistsError as error:
            raise CommandError(f"{file} is there already: name another file, or remove it") from error
        except OSError as error:
            raise CommandError(f"{file} can’t be written: {error.strerror}") from error
        if options["verbosity"]:
            self.stdout.write(f"{options['label']} is in {file}")

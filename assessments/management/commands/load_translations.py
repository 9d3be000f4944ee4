"""`manage.py load_translations`: texts of an edition in another language, from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.authoring import translating, translation_file
from assessments.edition.texts import coverage
from assessments.edition.toml_table import TomlFileError
from assessments.models import Questionnaire
from assessments.models.languages import renderings
from assessments.models.reading import read


class Command(BaseCommand):
    help = "Load translations of an edition. What somebody worded here themselves stays as it is, unless --overwrite."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="such as sourcing-2.es.toml")
        parser.add_argument("--overwrite", action="store_true", help="take the file’s wording also where there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                file = translation_file.read_file(path)
            except TomlFileError as error:
                raise CommandError(f"{error}\nNothing was loaded.") from error
            done = self._load(file, overwrite=options["overwrite"])
            if options["verbosity"]:
                self.stdout.write(f"{path.name}: {done}")

    def _load(self, file: translation_file.TranslationFile, *, overwrite: bool) -> str:
        row = Questionnaire.objects.filter(slug=file.slug, edition=file.edition).first()
        if row is None:
            raise CommandError(f"there is no edition {file.label}: load it first")
        stored = renderings(row.pk, file.language)
        new = {
            key: rendering
            for key, rendering in file.renderings.items()
            if key not in stored or (overwrite and stored[key] != rendering)
        }
        if new:
            translating.save(questionnaire=row, language=file.language, renderings=new)
        counted = coverage(read(row.pk), renderings(row.pk, file.language))
        return f"{len(new)} loaded; {file.label} has {counted.current} of {counted.whole} texts in {file.language}"

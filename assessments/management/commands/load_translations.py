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
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="such as sourcing-1.es.toml")
        parser.add_argument("--overwrite", action="store_true", help="take the file’s wording also where there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                told = translation_file.read_file(path)
            except TomlFileError as error:
                raise CommandError(f"{error}\nNothing was loaded.") from error
            said = self._load(told, overwrite=options["overwrite"])
            if options["verbosity"]:
                self.stdout.write(f"{path.name}: {said}")

    def _load(self, told: translation_file.TranslationFile, *, overwrite: bool) -> str:
        row = Questionnaire.objects.filter(slug=told.slug, edition=told.edition).first()
        if row is None:
            raise CommandError(f"there is no edition {told.label}: load it first")
        here = renderings(row.pk, told.language)
        new = {key: one for key, one in told.renderings.items() if key not in here or (overwrite and here[key] != one)}
        if new:
            translating.keep(questionnaire=row, language=told.language, renderings=new)
        found = coverage(read(row.pk), renderings(row.pk, told.language))
        return f"{len(new)} loaded; {told.label} has {found.told} of {found.whole} texts in {told.language}"

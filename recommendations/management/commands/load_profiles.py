"""`manage.py load_profiles`: what is said about BPO, KPO and ITO, from the shipped file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.edition.toml_table import TomlFileError
from recommendations.learn import profile_texts
from recommendations.learn.profiles import SHIPPED, load, read_file


class Command(BaseCommand):
    help = "Load the model profiles. What an administrator has changed stays, unless --overwrite is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="another file than the shipped one")
        parser.add_argument("--overwrite", action="store_true", help="replace what differs by what the file says")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            profiles = read_file(options["file"])
        except TomlFileError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        with transaction.atomic():
            lines = [f"{profile.key}: {load(profile, overwrite=options['overwrite'])}" for profile in profiles]
            if options["file"] == SHIPPED:
                lines += [profile_texts.load(*profile_texts.read_file(path)) for path in profile_texts.SHIPPED_TEXTS]
        if options["verbosity"]:
            self.stdout.write("\n".join(lines))

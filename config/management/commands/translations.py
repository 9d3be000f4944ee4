"""`manage.py translations`: how much of the site is translated into each language."""

from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand

from assessments.edition.texts import coverage
from assessments.models import Questionnaire
from assessments.models.languages import renderings
from assessments.models.reading import read
from recommendations.learn import profile_texts


class Command(BaseCommand):
    help = "Count the texts of the interface, of each edition and of the model profiles in each language."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
                if path.exists():
                    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
                    translated = sum(entry.translated() and not entry.fuzzy for entry in entries)
                    self.stdout.write(f"{translated} of {len(entries)} texts of the interface in {code}")
                else:
                    self.stdout.write(f"no catalogue of the interface in {code}")
                for row in Questionnaire.objects.exclude(language=code).order_by("slug", "edition"):
                    texts = coverage(read(row.pk), renderings(row.pk, code))
                    stale = f", {texts.stale} of an earlier original" if texts.stale else ""
                    self.stdout.write(f"{texts.current} of {texts.whole} texts of {row.label} in {code}{stale}")
                self.stdout.write(profile_texts.coverage(code))

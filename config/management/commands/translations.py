"""`manage.py translations`: how much of the site is told in each language."""

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
    help = "Say how many texts of the interface, of each edition and of the model profiles are told in each language."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                self.stdout.write("\n".join(self._told(code)))

    def _told(self, code: str) -> list[str]:
        lines = [_interface(code)]
        for row in Questionnaire.objects.order_by("slug", "edition"):
            if row.language != code:
                found = coverage(read(row.pk), renderings(row.pk, code))
                stale = f", {found.stale} of an earlier original" if found.stale else ""
                lines.append(f"{found.told} of {found.whole} texts of {row.label} in {code}{stale}")
        return [*lines, profile_texts.coverage(code)]


def _interface(code: str) -> str:
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return f"no catalogue of the interface in {code}"
    catalogue = polib.pofile(str(path))
    listed = [entry for entry in catalogue if not entry.obsolete]
    told = sum(entry.translated() and not entry.fuzzy for entry in listed)
    return f"{told} of {len(listed)} texts of the interface in {code}"

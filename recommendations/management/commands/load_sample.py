"""The sample report: a made-up company answered by the services of the site; once more changes nothing."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import translation

from assessments.models import Questionnaire
from assessments.models.reading import read
from recommendations.reports import services
from recommendations.reports.filled import FilledError, parse, read_filled
from recommendations.reports.shape import check_shape

SHIPPED: Final = Path(__file__).parents[2] / "data" / "sample.json"


class Command(BaseCommand):
    help = "Give the made-up company of the sample its report. Running it again changes nothing."

    def handle(self, *_args: Any, **options: Any) -> None:
        questionnaire = Questionnaire.objects.current()
        if questionnaire is None:
            raise CommandError("no edition is published yet: run `manage.py import_questionnaire` first")
        try:
            values = parse(SHIPPED.read_text("utf-8"))
            check_shape(values)
            filled = read_filled(values, read(questionnaire.pk))
        except FilledError as error:
            raise CommandError("\n".join(f"{SHIPPED.name}: {problem}" for problem in error.problems)) from error
        translated = set(questionnaire.translations.order_by().values_list("language", flat=True).distinct())
        for language in [code for code, _name in settings.LANGUAGES if code in {settings.LANGUAGE_CODE, *translated}]:
            with translation.override(language):
                report = services.load_sample(questionnaire=questionnaire, filled=filled)
            if options["verbosity"]:
                self.stdout.write(f"sample in {language}: {report.reference}")

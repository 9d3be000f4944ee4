"""Put the clients' lines right: after an update that brought them, or after a backup was restored."""

from typing import Any

from django.core.management import BaseCommand

from recommendations.reports import figures


class Command(BaseCommand):
    help = "Work out the figures of reports that have none yet and show each organisation's latest in the lists of clients."

    def handle(self, *_args: Any, **options: Any) -> None:
        reports, organisations = figures.catch_up()
        if options["verbosity"]:
            self.stdout.write(f"{reports} reports have their figures now, {organisations} organisations their line")

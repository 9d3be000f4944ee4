"""Write the lines of the list of clients anew, should they ever say something else than reports and reviews do."""

from typing import Any

from django.core.management import BaseCommand

from consulting.clients import lines
from consulting.models import ClientLine
from organisations.models import Engagement


class Command(BaseCommand):
    help = "Write every consultancy's list of clients anew from engagements, answers, reports and reviews."

    def handle(self, *_args: Any, **options: Any) -> None:
        missing = Engagement.objects.current().filter(line=None).select_related("client")
        for engagement in missing.iterator():
            lines.refresh(engagement)
        count = lines.copy_state(ClientLine.objects.filter(client__isnull=False))
        if options["verbosity"]:
            self.stdout.write(f"{count} lines are as reports and reviews say now")

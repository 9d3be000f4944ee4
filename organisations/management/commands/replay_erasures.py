"""Erase again, after a backup was restored, what had been erased since it was taken."""

from typing import Any

from django.core.management import BaseCommand

from organisations import leaving, replay


class Command(BaseCommand):
    help = "Erase again what a restored backup brought back; run it before the site serves it. Running it again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        known = tuple(replay.erasures())
        again = sum(leaving.erase_again(kind=kind, subject=subject) for kind, subject in known)
        self.stdout.write(f"{len(known)} erased before, {again} of them erased again")

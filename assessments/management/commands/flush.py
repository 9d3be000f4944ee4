"""`manage.py flush`, past the guards of published editions: whoever empties the whole database means them, too."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

from assessments.authoring import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """Lift the guards and lay them again in one transaction, so that no end half-way leaves them lifted."""
        name = options["database"]
        with transaction.atomic(using=name):
            guards.lift(connections[name])
            super().handle(**options)
            guards.lay(connections[name])

"""`manage.py loaddata`, past the guards of published editions, which a dump holds as well."""

from typing import Any

from django.core.management.commands import loaddata
from django.db import connections, transaction

from assessments.authoring import guards


class Command(loaddata.Command):
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        """Lift the guards and lay them again in one transaction, so that no end half-way leaves them lifted."""
        name = options["database"]
        with transaction.atomic(using=name):
            guards.lift(connections[name])
            super().handle(*fixture_labels, **options)
            guards.lay(connections[name])

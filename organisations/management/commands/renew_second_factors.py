"""Encrypt what second factors rest on under the present SECRET_KEY, so that an earlier one can be taken away."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.core.management import BaseCommand
from django.db import transaction

from organisations.adapter import renewed

ENCRYPTED: Final = ("secret", "seed")  # of an app, of recovery codes


class Command(BaseCommand):
    help = "Encrypt second factors under the present SECRET_KEY; run it while the earlier one is a fallback."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = 0
        with transaction.atomic():
            for factor in Authenticator.objects.select_for_update().iterator():
                secrets = {name: renewed(value) for name, value in factor.data.items() if name in ENCRYPTED and value}
                if secrets:
                    factor.data |= secrets
                    factor.save(update_fields=["data"])
                    count += 1
        self.stdout.write(f"{count} second factors are encrypted under the present key")

"""Who: people, organisations, members, consent, invitations, links, limits, mail and leaving."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "organisations"

    def ready(self) -> None:
        import_module("organisations.sign_ins")  # it listens from now on, and reads models, which are there only now

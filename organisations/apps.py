"""The room that knows who."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "organisations"

    def ready(self) -> None:
        import_module("organisations.sign_ins").begin()  # by name: it reads models, which are not there before

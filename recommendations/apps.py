"""The room that advises."""

from importlib import import_module

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "recommendations"

    def ready(self) -> None:
        """Put up this room's gate before publishing, and its remarks; both read models, which are there only now."""
        import_module("recommendations.gate").put_up()
        import_module("recommendations.remarks").put_up()

"""The app that advises: from answers to a report."""

from importlib import import_module

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "recommendations"

    def ready(self) -> None:
        """Add the example clients as a gate before publishing, and give copies what stands beside reports.

        Both read models, which are there only now.
        """
        import_module("recommendations.trials.gate").register()
        additions = import_module("recommendations.beside.additions")
        import_module("recommendations.reports.addition").provide(additions.KINDS)

"""Everything that only consultants do: their clients, reviews, insight and invitations."""

from importlib import import_module

from django.apps import AppConfig


class ConsultingConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "consulting"

    def ready(self) -> None:
        """Show a review's open comments where its questions are answered again; it reads models, which are there only now."""
        import_module("consulting.reviews.remarks").put_up()

"""Everything that only consultants do: their clients, reviews, insight and invitations."""

from importlib import import_module

from django.apps import AppConfig


class ConsultingConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "consulting"

    def ready(self) -> None:
        """Join what the apps below leave open: their modules read models, which are there only now."""
        import_module("organisations.changes").listen(import_module("consulting.clients.lines").refresh)
        import_module("assessments.answering.remarks").register(
            "reviews", import_module("consulting.reviews.remarks").open_comments
        )
        import_module("recommendations.reports.reviews").provide(
            import_module("consulting.reviews.reports").ReportReviews()
        )

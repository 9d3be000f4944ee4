"""Copies of reports that are worth keeping once they were made."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models.reports import Report


class KeptCopyQuerySet(models.QuerySet["KeptCopy"]):
    def keep(self, copy: "KeptCopy") -> None:
        """Keep what was made in place of what was kept before; two who keep at once both succeed."""
        self.bulk_create(
            [copy],
            update_conflicts=True,
            unique_fields=["report", "kind"],
            update_fields=["recipe", "company", "content", "made_at"],
        )


class KeptCopy(models.Model):
    """A file made of a report, as bytes. `recipe` names all it was made from: made from anything else, it is made anew."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        DOCX = "docx", "Word"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="kept_copies")
    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    recipe = models.CharField(max_length=64, editable=False)
    company = models.CharField(max_length=120, blank=True, editable=False)
    content = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = KeptCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept copy")
        verbose_name_plural = _("kept copies")
        constraints = (models.UniqueConstraint(fields=("report", "kind"), name="one_copy_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"

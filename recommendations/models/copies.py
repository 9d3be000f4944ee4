"""Copies of reports that are worth keeping once they were made."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models.reports import Report


class KeptPdfQuerySet(models.QuerySet["KeptPdf"]):
    def made_by(self, recipe: str) -> Self:
        return self.filter(recipe=recipe)

    def keep(self, *, report: Report, recipe: str, company: str, content: bytes) -> "KeptPdf":
        """Keep what was made in place of what was kept before; two who keep at once both succeed."""
        made = KeptPdf(report=report, recipe=recipe, company=company, content=content)
        self.bulk_create(
            [made],
            update_conflicts=True,
            unique_fields=["report"],
            update_fields=["recipe", "company", "content", "made_at"],
        )
        return made


class KeptPdf(models.Model):
    """A report's PDF as bytes. `recipe` names all it was made from, so that another template makes it anew."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="kept_pdf")
    recipe = models.CharField(max_length=64, editable=False)
    company = models.CharField(max_length=120, blank=True, editable=False)
    content = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = KeptPdfQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept PDF")
        verbose_name_plural = _("kept PDFs")

    def __str__(self) -> str:
        return f"{self.report_id}"

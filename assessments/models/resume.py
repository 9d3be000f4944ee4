"""Links that carry an assessment without an account to another device."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.links import Link, LinkQuerySet


class ResumeLink(Link):
    """An address that opens an assessment nobody has kept yet, until then."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="resume_links")

    objects = LinkQuerySet["ResumeLink"].as_manager()

    class Meta:
        verbose_name = _("resume link")
        verbose_name_plural = _("resume links")
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class Holding(models.Model):
    """One more browser in which an assessment opens, besides the one it was begun in."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="holdings")
    link = models.ForeignKey(ResumeLink, on_delete=models.CASCADE, related_name="holdings")
    holder_hash = models.CharField(max_length=64, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        constraints = (models.UniqueConstraint(fields=("holder_hash", "assessment"), name="one_holding_per_browser"),)

    def __str__(self) -> str:
        return f"{self.given_at:%Y-%m-%d}"

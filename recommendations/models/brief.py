"""The briefs that owners make of a report for those who might take work over: beside the report, not in it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.edition import sourcing_models
from organisations.models import User
from recommendations.models.reports import Report

LONGEST_TEXT = 6000


class ProviderBrief(models.Model):
    """What an owner chose to tell one kind of partner; a report has none for a kind until somebody saves something."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="briefs")
    model = models.CharField(_("kind of partner"), max_length=3, choices=sourcing_models.CHOICES)
    # Keys of parts and of functions that are not told.
    parts_out = models.JSONField(default=list)
    works_out = models.JSONField(default=list)
    without_names = models.BooleanField(_("without who we are"), default=False)
    with_notes = models.BooleanField(_("with our notes"), default=False)
    with_secrets = models.BooleanField(_("with secrets"), default=False)
    edited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("brief for providers")
        verbose_name_plural = _("briefs for providers")
        constraints = (models.UniqueConstraint(fields=("report", "model"), name="one_brief_for_a_kind_of_partner"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.model}"


class BriefText(models.Model):
    """A text of a brief in its owner's words: a whole part, or what fills one gap. It stays when our words change."""

    brief = models.ForeignKey(ProviderBrief, on_delete=models.CASCADE, related_name="texts")
    key = models.CharField(max_length=60)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    edited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text of a brief")
        verbose_name_plural = _("texts of briefs")
        constraints = (models.UniqueConstraint(fields=("brief", "key"), name="one_text_for_a_place_in_a_brief"),)

    def __str__(self) -> str:
        return self.key

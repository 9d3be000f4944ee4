"""What an edition said after each save, decision and rewording, and who did it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.questionnaire import Questionnaire
from organisations.models import User


class Revision(models.Model):
    """The whole text of an edition, as `edition.document` writes it, numbered from 1."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    content = models.TextField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "number"), name="one_revision_per_number"),)

    def __str__(self) -> str:
        return f"{self.questionnaire}, revision {self.number}"

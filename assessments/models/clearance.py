"""What stood between a draft and its publication, and why it was published all the same."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.questionnaire import Questionnaire
from organisations.models import User


class Clearance(models.Model):
    """What one gate said of an edition when it was published, with the reason for going on.

    `rows` are plain values, in the shape that the gate's own template shows.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="clearances")
    gate = models.CharField(max_length=20)
    rows = models.JSONField(default=list)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ("gate",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "gate"), name="one_clearance_per_gate"),)

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.gate}"

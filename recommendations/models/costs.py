"""What somebody guesses that the work costs today and outside, beside a report and never part of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from recommendations.models.reports import Report


class CostGuesses(models.Model):
    """The guesses beside one report. `guesses` holds a number, as text, for each field of the page that is filled in.

    `version` counts the saves, so that of two at once none overwrites the other unseen.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="cost_guesses")
    currency = models.CharField(_("currency"), max_length=12, blank=True)
    guesses = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("cost guesses")
        verbose_name_plural = _("cost guesses")

    def __str__(self) -> str:
        return f"{self.report_id} {self.version}"

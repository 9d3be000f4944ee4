"""What came back from providers, marked on the same questions: beside a report and never part of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.edition.sourcing_models import CHOICES
from organisations.models import User
from recommendations.models.reports import Report


class Scorecard(models.Model):
    """One for each report and kind of partner. `weights` holds those that were changed, by the number of the question.

    `version` counts the saves, so that of two at once none overwrites the other unseen.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="scorecards")
    model = models.CharField(max_length=3, choices=CHOICES)
    weights = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ("model",)
        constraints = (models.UniqueConstraint(fields=("report", "model"), name="one_scorecard_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.model}"


class ScoredProvider(models.Model):
    """Somebody who made an offer. `met` tells by the key of a condition whether it is met; what is not there is not known."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="providers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("provider"), max_length=80)
    met = models.JSONField(default=dict)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("scorecard", "position"), name="one_provider_in_a_place"),)

    def __str__(self) -> str:
        return self.name


class ScoredAnswer(models.Model):
    """What a provider answered to one question, marked from 0 to 4."""

    provider = models.ForeignKey(ScoredProvider, on_delete=models.CASCADE, related_name="answers")
    question = models.PositiveSmallIntegerField()
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("question",)
        constraints = (models.UniqueConstraint(fields=("provider", "question"), name="one_mark_for_a_question"),)

    def __str__(self) -> str:
        return f"{self.question}: {self.mark}"

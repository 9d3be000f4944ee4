"""How far a look at what a draft would change has come, and what it found."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Questionnaire
from organisations.models import User


class ImpactRun(models.Model):
    """The submitted assessments held against one draft, a slice at a time; only counts, and a few to look at."""

    questionnaire = models.OneToOneField(Questionnaire, on_delete=models.CASCADE, related_name="impact_run")
    mark = models.CharField(max_length=64)  # of the content that was looked at
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    moves: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    examples: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("impact of a draft")
        verbose_name_plural = _("impacts of drafts")

    def __str__(self) -> str:
        return str(self.questionnaire)

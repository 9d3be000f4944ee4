"""Described situations with the model they should lead to, and what came out for them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Questionnaire
from organisations.models import User


class ExampleClientQuerySet(models.QuerySet["ExampleClient"]):
    def for_edition(self, questionnaire: Questionnaire) -> "list[ExampleClient]":
        """List the examples an edition is checked against: its own, and those of earlier editions it has not changed."""
        return [row for row in self._newest(questionnaire) if not row.is_left_out]

    def left_out_of(self, questionnaire: Questionnaire) -> "list[ExampleClient]":
        """List the examples of earlier editions that this one leaves out, and so those after it."""
        return [row for row in self._newest(questionnaire) if row.is_left_out]

    def _newest(self, questionnaire: Questionnaire) -> "list[ExampleClient]":
        family = self.filter(questionnaire__slug=questionnaire.slug, questionnaire__edition__lte=questionnaire.edition)
        newest: dict[str, ExampleClient] = {}
        for row in family.select_related("questionnaire").order_by("key", "-questionnaire__edition"):
            newest.setdefault(row.key, row)
        return list(newest.values())


class ExampleClient(models.Model):
    """A described situation with the model it should lead to: what an edition is checked against."""

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="example_clients")
    key = models.CharField(_("key"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("situation"), max_length=2000)
    answers = models.JSONField(_("answers"))
    expected = models.CharField(_("expected"), max_length=8)
    acceptable = models.JSONField(_("acceptable"), default=list)
    expected_by_function = models.JSONField(_("expected by function"), default=dict)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence, default=Confidence.MEDIUM)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    is_left_out = models.BooleanField(_("left out from this edition on"), default=False)

    objects = ExampleClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("example client")
        verbose_name_plural = _("example clients")
        ordering = ("key",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "key"), name="one_example_per_key"),)

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class ExampleRun(models.Model):
    """What came out the last time all examples were run against one edition; rows as `recommendations.trials.runs` tells them."""

    questionnaire = models.OneToOneField(Questionnaire, on_delete=models.CASCADE, related_name="example_run")
    rows = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("run of the example clients")
        verbose_name_plural = _("runs of the example clients")

    def __str__(self) -> str:
        return str(self.questionnaire)

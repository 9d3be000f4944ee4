"""What is advised: model profiles, frozen reports, and what is kept beside them."""

import hashlib
import json
import uuid
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Questionnaire
from organisations.models import Organisation, User


class Model(models.TextChoices):
    BPO = "bpo", "BPO"
    KPO = "kpo", "KPO"
    ITO = "ito", "ITO"


class ModelProfile(models.Model):
    """What is said about one of the three models, on its page and in reports."""

    key = models.CharField(_("model"), max_length=3, choices=Model, unique=True)
    full_name = models.CharField(_("full name"), max_length=80)
    motto = models.CharField(_("what you say to such a partner"), max_length=160)
    summary = models.TextField(_("summary"), max_length=600)
    definition = models.TextField(_("definition"), max_length=2000)
    judged_by = models.TextField(_("how it is judged"), max_length=600)
    paid_by = models.TextField(_("how it is paid"), max_length=1000)
    term = models.TextField(_("how long it lasts"), max_length=600, blank=True)
    sources = models.TextField(_("sources"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("model profile")
        verbose_name_plural = _("model profiles")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_key_display()


class ProfilePoint(models.Model):
    """One line of a profile: a trait, a benefit, a drawback with its remedy, a question with its good answer."""

    class Kind(models.TextChoices):
        TRAIT = "trait", _("trait")
        EXAMPLE = "example", _("example")
        BENEFIT = "benefit", _("benefit")
        DRAWBACK = "drawback", _("drawback")
        WHEN = "when", _("when to choose")
        MEASURE = "measure", _("measure for a pilot")
        ASK = "ask", _("question for a provider")

    profile = models.ForeignKey(ModelProfile, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text = models.TextField(_("text"), max_length=600)
    remedy = models.TextField(_("remedy or good answer"), max_length=600, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a profile")
        verbose_name_plural = _("lines of a profile")
        ordering = ("kind", "position", "pk")

    def __str__(self) -> str:
        return self.text


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the reports of the organisations this person belongs to."""
        return self.filter(assessment__in=Assessment.objects.visible_to(user))

    def open_to(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep the reports this visitor may read, by account or by the token in their browser."""
        mine = Q(assessment__holder_hash=token_hash, assessment__organisation=None) if token_hash else Q(pk__in=())
        if user.is_authenticated:
            mine |= Q(assessment__organisation__in=Organisation.objects.visible_to(user))
        return self.filter(mine)


class ReportFrozenError(Exception):
    """Somebody tried to change a report that was already given."""


class Report(models.Model):
    """A recommendation as it was given: frozen content, one for each assessment, never computed again.

    The content is kept as the very text the checksum was taken of, so that it reads the same on every database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="report")
    content = models.TextField(editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    method = models.CharField(max_length=40, editable=False)
    edition = models.CharField(max_length=64, editable=False)
    label = models.CharField(max_length=12, editable=False)
    leader = models.CharField(max_length=3, blank=True, editable=False)
    gap = models.FloatField(default=0, editable=False)
    strength = models.CharField(max_length=8, blank=True, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-given_at", "pk")

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ReportFrozenError(f"Report {self.reference} was given and stays as it is: answer again for a new one")
        super().save(**kwargs)

    @property
    def reference(self) -> str:
        """Eight characters a person can read out over the telephone."""
        return f"SF-{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @cached_property
    def told(self) -> dict[str, Any]:
        """The frozen content, read back."""
        content: dict[str, Any] = json.loads(self.content)
        return content

    @property
    def is_intact(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.checksum


class ActionStatus(models.Model):
    """Who does one action of a report, until when and how far it is: beside the frozen report, not in it."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DOING = "doing", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="action_statuses")
    action = models.CharField(max_length=120)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("action status")
        verbose_name_plural = _("action statuses")
        constraints = (models.UniqueConstraint(fields=("report", "action"), name="one_status_per_action"),)

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}"


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

    class Meta:
        verbose_name = _("example client")
        verbose_name_plural = _("example clients")
        ordering = ("key",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "key"), name="one_example_per_key"),)

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

"""Reports as they were given, and what is kept beside them."""

import hashlib
import json
import uuid
from functools import cached_property
from typing import Any, Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from organisations.models import User

# Reports are written above their models, so that this is looked up by its name.
PAGE_OF: Final = "recommendations.reports.older.page_of"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the reports of the organisations this person belongs to or advises."""
        return self.filter(assessment__in=Assessment.objects.visible_to(user))

    def open_to(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep the reports this visitor may read, by account or by the token in their browser."""
        held = Q(assessment__in=Assessment.objects.held_by(token_hash))
        return self.filter(held | Q(assessment__in=Assessment.objects.visible_to(user)))

    def kept_by(self, user: User | AnonymousUser, token_hash: str) -> Self:
        """Keep the reports that are this visitor's own to share, to act on and to answer again."""
        return self.filter(assessment__in=Assessment.objects.kept_by(user, token_hash))

    def sample(self) -> "Report | None":
        """Find the report of the made-up company, which anybody may read: in the language of this visit, or another."""
        samples = self.filter(is_sample=True).select_related("assessment")
        first = models.Case(models.When(language=get_language() or "", then=0), default=1)
        return samples.order_by(first, "pk").first()


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
    language = models.CharField(max_length=12, default="en", editable=False)
    label = models.CharField(max_length=12, editable=False)
    leader = models.CharField(max_length=3, blank=True, editable=False)
    gap = models.FloatField(default=0, editable=False)
    strength = models.CharField(max_length=8, blank=True, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-given_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("is_sample", "language"), condition=Q(is_sample=True), name="one_sample_in_each_language"
            ),
        )

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
    def data(self) -> dict[str, Any]:
        """The frozen content, read back."""
        content: dict[str, Any] = json.loads(self.content)
        return content

    @cached_property
    def page(self) -> dict[str, Any]:
        """What the report says, in the shape that pages read today, whichever format it was given in."""
        page_of = import_string(PAGE_OF)
        page: dict[str, Any] = page_of(self.data)
        return page

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

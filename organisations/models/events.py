"""The audit trail: that something was done, by whom and to what; never what was in it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act. It points by bare ids, so it outlives what it is about, and holds no name, address or answer.

    `act` is a stable word such as `member_removed` or `report_submitted`; rows are added and never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    act = models.CharField(max_length=40, editable=False)
    actor = models.UUIDField(null=True, editable=False)
    organisation = models.UUIDField(null=True, editable=False)
    subject = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-at", "pk")
        indexes = (models.Index(fields=("organisation", "-at"), name="event_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.act} · {self.at:%Y-%m-%d %H:%M}"

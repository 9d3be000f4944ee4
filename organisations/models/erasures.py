"""What was erased for good, so that it is erased again from a backup that still has it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """That one organisation or account was erased: its bare id, nothing of what it was."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("an organisation")
        ACCOUNT = "account", _("an account")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, editable=False)
    subject = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

"""How far limits are used up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How far one person or address has used up one limit; a row that is full again means the same as none."""

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.FloatField(db_index=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return self.key

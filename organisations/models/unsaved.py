"""Forms that could not be saved, kept until whoever typed them is back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unsaved(models.Model):
    """What one press of a button sent. Only the browser it came from has the words that make `content` readable."""

    key = models.CharField(max_length=64, primary_key=True)
    content = models.TextField()
    kept_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("form that was not saved")
        verbose_name_plural = _("forms that were not saved")

    def __str__(self) -> str:
        return self.key

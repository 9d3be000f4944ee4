"""Links by which people outside read a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.links import Link, LinkQuerySet
from organisations.models import User
from recommendations.models.reports import Report


class ShareLink(Link):
    """An address at which anyone who has it reads one report, less what was left out."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="share_links")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(_("for whom"), max_length=80, blank=True)
    passcode = models.CharField(max_length=128, blank=True, editable=False)
    without_notes = models.BooleanField(_("without notes"), default=False)
    without_names = models.BooleanField(_("without names"), default=False)
    without_answers = models.BooleanField(_("without all answers"), default=False)
    # The kinds of what stands beside the report that go along (reports/addition.py); none unless it was ticked.
    with_beside = models.JSONField(_("with what stands beside"), default=list, blank=True)

    objects = LinkQuerySet["ShareLink"].as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.label or f"{self.made_at:%Y-%m-%d}"

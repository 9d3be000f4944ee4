"""What an organisation adds to the plan of a report: names, dates, figures of today; beside the frozen report, not in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from recommendations.models.reports import Report


class Plan(models.Model):
    """From which day a plan counts, and who stands for what."""

    class Country(models.TextChoices):
        EU = "eu", _("A country of the European Union or the EEA")
        UK = "uk", _("The United Kingdom")
        INDIA = "in", _("India")
        OTHER = "other", _("Another country")

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="plan")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    accountable = models.CharField(_("answers for it"), max_length=120, blank=True)
    does = models.CharField(_("does it"), max_length=120, blank=True)
    asked = models.CharField(_("is asked"), max_length=120, blank=True)
    told = models.CharField(_("is told"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=5, choices=Country, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return f"{self.report_id}"


class MeasureToday(models.Model):
    """What one measure of a plan comes to today, in the words of whoever took it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    measure = models.CharField(max_length=40)
    today = models.CharField(_("today"), max_length=80)

    class Meta:
        verbose_name = _("measure today")
        verbose_name_plural = _("measures today")
        constraints = (models.UniqueConstraint(fields=("plan", "measure"), name="a_measure_once_in_a_plan"),)

    def __str__(self) -> str:
        return self.today

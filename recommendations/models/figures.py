"""A report's figures as columns, so that a look over many reports reads none of their texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models.reports import Report


class Evidence(models.IntegerChoices):
    """How much of what a report could rest on was answered."""

    NONE = 0, _("None yet")
    THIN = 1, _("Thin")
    FAIR = 2, _("Fair")
    GOOD = 3, _("Good")


class ReportFigures(models.Model):
    """What one report comes to, taken from its frozen content when it was given; as frozen as that."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    # Overall scores as printed, 0 to 100.
    bpo = models.PositiveSmallIntegerField()
    kpo = models.PositiveSmallIntegerField()
    ito = models.PositiveSmallIntegerField()
    in_house = models.PositiveSmallIntegerField()
    # Where the team's time would go, in percent.
    mix_bpo = models.PositiveSmallIntegerField()
    mix_kpo = models.PositiveSmallIntegerField()
    mix_ito = models.PositiveSmallIntegerField()
    mix_in_house = models.PositiveSmallIntegerField()
    # How many functions are to go, to be prepared first, to stay or come back, to be done by this or another firm
    # outside as they are now, and to be asked about again.
    go = models.PositiveSmallIntegerField()
    prepare = models.PositiveSmallIntegerField()
    keep = models.PositiveSmallIntegerField()
    outside = models.PositiveSmallIntegerField()
    ask = models.PositiveSmallIntegerField()
    second = models.CharField(max_length=3)
    margin = models.PositiveSmallIntegerField()
    evidence = models.PositiveSmallIntegerField(choices=Evidence)
    asked = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    contradictions = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("figures of a report")
        verbose_name_plural = _("figures of reports")

    def __str__(self) -> str:
        return str(self.report_id)


class Need(models.Model):
    """One thing a report says must be settled or asked of a partner first; in the words of the report."""

    class Kind(models.TextChoices):
        CONDITION = "condition", _("Settle before you sign")
        REQUIREMENT = "requirement", _("Ask of a partner")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=11, choices=Kind)
    title = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = (models.UniqueConstraint(fields=("report", "kind", "title"), name="a_report_needs_a_thing_once"),)

    def __str__(self) -> str:
        return self.title

"""What a list shows of each client: one row, kept up to date by the services, so that reading it joins nothing."""

from datetime import date
from typing import Final, Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from organisations.models.invitations import Invitation
from organisations.models.organisations import Engagement, Organisation

NONE: Final = -1  # a figure that is not there sorts before every other
NEVER: Final = date.max  # a review that is not planned sorts after every other
TURN: Final = 10**11  # more seconds than any moment has: keeps the statuses of `urgency` apart


class Status(models.IntegerChoices):
    """How far a client is, those that wait for the consultant first."""

    FOR_REVIEW = 1, _("For review")
    IN_REVIEW = 2, _("In review")
    CHANGES = 3, _("Changes requested")
    ANSWERING = 4, _("Answering")
    INVITED = 5, _("Invited")
    REVIEWED = 6, _("Reviewed")


class Evidence(models.IntegerChoices):
    NONE = 0, _("None yet")
    THIN = 1, _("Thin")
    FAIR = 2, _("Fair")
    GOOD = 3, _("Good")


class Strength(models.IntegerChoices):
    NONE = 0, _("None yet")
    OPEN = 1, _("Open")
    FAIR = 2, _("Fair")
    FIRM = 3, _("Firm")


def _status() -> Case:
    return Case(
        When(client__isnull=True, then=Value(Status.INVITED)),
        When(report__isnull=False, review="", then=Value(Status.FOR_REVIEW)),
        When(review="in_review", then=Value(Status.IN_REVIEW)),
        When(review="changes", then=Value(Status.CHANGES)),
        When(Q(draft__isnull=False) | Q(report__isnull=True), then=Value(Status.ANSWERING)),
        default=Value(Status.REVIEWED),
        output_field=IntegerField(),
    )


class ClientLineQuerySet(models.QuerySet["ClientLine"]):
    def own(self) -> Self:
        """Keep the lines that organisations have of themselves, from which a new consultancy's is copied."""
        return self.filter(consultancy=None)


class ClientLine(models.Model):
    """One client as one consultancy's list shows it; without a consultancy, an organisation's own copy of the same.

    It is there as long as the engagement or the invitation it stands for. Nothing is decided by it: rights are
    looked up in engagements, and a report says itself what it says.
    """

    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="lines")
    client = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="client_lines")
    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, null=True, related_name="line")
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, null=True, related_name="line")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=360)
    # Seconds since 1970, since a column that the database works out may not depend on a time zone.
    active = models.BigIntegerField()
    review_on = models.DateField(default=NEVER)
    draft = models.UUIDField(null=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    report = models.UUIDField(null=True)
    given_at = models.DateTimeField(null=True)
    edition = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=12, blank=True)
    leader = models.CharField(max_length=3, blank=True)
    second = models.CharField(max_length=3, blank=True)
    score = models.SmallIntegerField(default=NONE)
    margin = models.SmallIntegerField(default=NONE)
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.NONE)
    evidence = models.PositiveSmallIntegerField(choices=Evidence, default=Evidence.NONE)
    asked = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)
    contradictions = models.PositiveSmallIntegerField(default=0)
    review = models.CharField(max_length=9, blank=True)
    status = models.GeneratedField(
        expression=_status(), output_field=models.IntegerField(choices=Status), db_persist=True
    )
    urgency = models.GeneratedField(
        expression=_status() * Value(TURN, output_field=models.BigIntegerField()) - F("active"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    objects = ClientLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("client’s line")
        verbose_name_plural = _("clients’ lines")
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(consultancy=None), name="one_own_line_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(consultancy=None, engagement=None, invitation=None, client__isnull=False)
                | Q(consultancy__isnull=False, engagement=None, invitation__isnull=False, client=None)
                | Q(consultancy__isnull=False, engagement__isnull=False, client__isnull=False),
                name="a_line_stands_for_a_consent_or_an_invitation",
            ),
        )
        # Each order of the list is one column and then the key, so that a page begins where an index says.
        indexes = tuple(
            models.Index(fields=("consultancy", column, "id"), name=f"line_by_{column}")
            for column in (
                "urgency",
                "status",
                "folded",
                "label",
                "margin",
                "strength",
                "evidence",
                "active",
                "review_on",
            )
        )

    def __str__(self) -> str:
        return self.name

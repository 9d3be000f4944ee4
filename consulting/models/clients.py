"""What the list of clients shows of each: one row with everything in it, so that a long list is read by index alone."""

from datetime import UTC, date, datetime
from typing import Final, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from assessments.edition.sourcing_models import LABELS
from organisations.models import Engagement, Invitation, Organisation
from recommendations.models.figures import Evidence

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


ICONS: Final = {
    Status.FOR_REVIEW: "review",
    Status.IN_REVIEW: "review",
    Status.CHANGES: "prep",
    Status.ANSWERING: "answer",
    Status.INVITED: "invited",
    Status.REVIEWED: "check",
}


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
    def of(self, consultancy: UUID) -> Self:
        """Keep the clients and invitations of one consultancy: of the one that whoever looks belongs to."""
        return self.filter(consultancy=consultancy)


class ClientLine(models.Model):
    """One client as one consultancy's list shows it: a copy of what stands in reports, drafts and reviews.

    It is there as long as the engagement or the invitation it stands for, and written anew by
    `consulting/clients/lines.py`. Nothing is decided by it: rights are looked up in engagements.
    """

    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lines")
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
            models.CheckConstraint(
                condition=Q(engagement=None, invitation__isnull=False, client=None)
                | Q(engagement__isnull=False, invitation=None, client__isnull=False),
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

    @property
    def active_at(self) -> datetime:
        return datetime.fromtimestamp(self.active, UTC)

    @property
    def is_waiting(self) -> bool:
        return self.status in (Status.FOR_REVIEW, Status.IN_REVIEW)

    @property
    def is_answering(self) -> bool:
        """Whether its steps are shown in place of a result."""
        return self.status == Status.ANSWERING or not self.report

    @property
    def is_planned(self) -> bool:
        return self.review_on != NEVER

    @property
    def has_score(self) -> bool:
        return self.label in (*LABELS, "in_house")

    @property
    def has_leader(self) -> bool:
        """Whether one model is advised, which then leads the scores as well."""
        return self.label in LABELS

    @property
    def icon(self) -> str:
        return ICONS[Status(self.status)]

    @property
    def evidence_level(self) -> str:
        return Evidence(self.evidence).name.lower()

"""A consultancy's review of a report: how far it is, what is said to the client, and what only the consultancy sees."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.edition import sourcing_models
from organisations.models import Engagement, Membership, Organisation, User
from recommendations.models.reports import Report
from recommendations.reports import verdicts

LONGEST: int = 2000


class ReviewQuerySet(models.QuerySet["Review"]):
    def engaged(self) -> Self:
        """Keep the reviews of consultancies that the client lets in at this moment."""
        consent = Engagement.objects.current().filter(
            consultancy=OuterRef("consultancy"), client=OuterRef("report__assessment__organisation")
        )
        return self.filter(Exists(consent))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the reviews that this person's consultancy works on, as long as the client lets it in."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.filter(user=user, organisation__advises=True).values("organisation")
        return self.engaged().filter(consultancy__in=mine)


class Review(models.Model):
    """How far one consultancy is with one report. `version` counts its changes: a form made before one is stale."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("For review")
        IN_REVIEW = "in_review", _("In review")
        CHANGES = "changes", _("Changes requested")
        FINAL = "final", _("Reviewed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUBMITTED)
    reviewer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = (models.UniqueConstraint(fields=("report", "consultancy"), name="one_review_each"),)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.get_state_display()}"

    @property
    def is_locked(self) -> bool:
        return self.state == self.State.FINAL

    @property
    def icon(self) -> str:
        return {self.State.CHANGES: "prep", self.State.FINAL: "check"}.get(self.State(self.state), "review")


class ReviewStep(models.Model):
    """That a review went over to a state: when, and by whom as they were called then."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=Review.State)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=254)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.at:%Y-%m-%d %H:%M}"


class Comment(models.Model):
    """What is said about a question or a part of a report, for the client and the consultancy to read; or an answer to it."""

    SECTIONS = (
        ("outcome", _("The outcome")),
        ("map", _("Function by function")),
        ("why", _("Why this result")),
        ("demands", _("What to ask of a partner")),
        ("risks", _("Risks, and the way out")),
        ("plan", _("Plan")),
        ("actions", _("What to do first")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    answer_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, editable=False, related_name="answers")
    # A question of the edition, or a section of the page; both empty for the report as a whole.
    question = models.CharField(max_length=40, blank=True)
    section = models.CharField(max_length=20, blank=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=254)
    text = models.TextField(_("comment"), max_length=LONGEST)
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(condition=Q(question="") | Q(section=""), name="a_comment_is_about_one_place"),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the notes of this person's consultancy about clients that let it in; nobody else's, the client's least."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.filter(user=user, organisation__advises=True).values("organisation")
        consent = Engagement.objects.current().filter(consultancy=OuterRef("consultancy"), client=OuterRef("client"))
        return self.filter(Exists(consent), consultancy__in=mine)


class Note(models.Model):
    """A consultancy's own note about a client or one of its reports. Nothing but the review page ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="private_notes")
    client = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=254)
    text = models.TextField(_("note"), max_length=LONGEST)
    made_at = models.DateTimeField(default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ("-made_at", "pk")
        indexes = (models.Index(fields=("consultancy", "client", "-made_at"), name="note_by_client"),)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),)

    def __str__(self) -> str:
        # Not its text: what a log or a list of the admin prints of a note is this.
        return f"{self.pk}"


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class Adjustment(models.Model):
    """What a consultant makes of one function, beside the computed result and never instead of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="adjustments")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="adjustments")
    function = models.CharField(max_length=40)
    model = models.CharField(
        _("model"), max_length=3, blank=True, choices=(*sourcing_models.CHOICES, ("own", _("In-house")))
    )
    readiness = models.CharField(_("readiness"), max_length=7, blank=True, choices=verdicts.CHOICES)
    reason = models.TextField(_("reason"), max_length=LONGEST)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=254)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "function"), condition=Q(ended_at=None), name="one_current_adjustment"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_adjustment_has_a_reason"),
            models.CheckConstraint(condition=~Q(model="") | ~Q(readiness=""), name="an_adjustment_adjusts_something"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.function}"

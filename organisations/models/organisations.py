"""Organisations, who belongs to them, and who may advise them."""

import uuid
from typing import Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.people import User, factors_of


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the organisations this person belongs to or advises; nobody else's, whatever their rights in the admin."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pk__in=_joined(user)) | Q(pk__in=_advised(user)))

    def joined_by(self, user: User | AnonymousUser) -> Self:
        """Keep the organisations this person belongs to."""
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()

    def answered_by(self, user: User | AnonymousUser) -> Self:
        """Keep the organisations this person may answer for: their own, and clients that let them."""
        if not user.is_authenticated:
            return self.none()
        let = _advised(user).filter(scope=Engagement.Scope.ANSWER)
        return self.filter(Q(pk__in=_joined(user)) | Q(pk__in=let))

    def advised_by(self, user: User | AnonymousUser) -> Self:
        """Keep the clients that let this person's consultancy in."""
        return self.filter(pk__in=_advised(user)) if user.is_authenticated else self.none()

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """Keep the organisations this person decides about."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__role=Membership.Role.OWNER)


def _joined(user: User) -> "models.QuerySet[Membership, UUID]":
    return Membership.objects.filter(user=user).values_list("organisation_id", flat=True)


def _advised(user: User) -> "models.QuerySet[Engagement, UUID]":
    """Look the right up anew for each request: an engagement that ended a moment ago opens nothing.

    Whoever reads for others does so with a second factor, or not at all.
    """
    clients = Engagement.objects.current().filter(consultancy__memberships__user=user)
    return clients.filter(Exists(factors_of(user))).values_list("client_id", flat=True)


class Organisation(models.Model):
    """A company or body whose work is being assessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    advises = models.BooleanField(_("advises other organisations"), default=False)
    in_benchmark = models.BooleanField(_("counts in the anonymous benchmark"), default=False)
    is_demo = models.BooleanField(_("made-up, for demonstration"), default=False, editable=False)
    # The day after which an erasure that was asked for can't be taken back any more.
    erase_at = models.DateTimeField(_("will be erased"), null=True, editable=False)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="organisations"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's place in one organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        MEMBER = "member", _("member")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (models.UniqueConstraint(fields=("user", "organisation"), name="one_membership_each"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} ({self.role})"


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class Engagement(models.Model):
    """A client's consent that one consultancy may read its reports, and perhaps answer for it, until either side ends it.

    It comes into being when the side that was invited accepts, never before.
    """

    class Scope(models.TextChoices):
        READ = "read", _("read reports")
        ANSWER = "answer", _("read reports and fill in answers")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="engagements_as_consultancy")
    client = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="engagements_as_client")
    scope = models.CharField(_("may"), max_length=6, choices=Scope, default=Scope.READ)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    started_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ("-started_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consultancy", "client"), condition=Q(ended_at=None), name="one_engagement_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(consultancy=F("client")), name="nobody_is_their_own_client"),
        )

    def __str__(self) -> str:
        return f"{self.consultancy} · {self.client} ({self.scope})"

    @property
    def is_current(self) -> bool:
        return self.ended_at is None


class Opening(models.Model):
    """That a consultant looked at something of a client's, and when: the client's to read."""

    class What(models.TextChoices):
        REPORT = "report", _("a report")
        COPY = "copy", _("a copy of a report")
        ANSWERS = "answers", _("the answers")
        COMPARISON = "comparison", _("a comparison of reports")
        OVERVIEW = "overview", _("the overview of your organisation")

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    subject = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("engagement", "-at"), name="opening_by_engagement"),)

    def __str__(self) -> str:
        return f"{self.get_what_display()} · {self.at:%Y-%m-%d %H:%M}"

"""Invitations by e-mail: to join an organisation, or to let one side of an engagement in."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.links import Link, LinkQuerySet
from organisations.models.organisations import Engagement, Membership, Organisation
from organisations.models.people import User


class InvitationOverError(Exception):
    """The invitation was answered, taken back or ran out meanwhile; nothing was written."""


class InvitationQuerySet(LinkQuerySet["Invitation"]):
    def live(self) -> Self:
        return super().live().filter(answered_at=None)

    def joining(self) -> Self:
        """Keep those that ask somebody to join the organisation."""
        return self.filter(purpose=Invitation.Purpose.MEMBER)

    def unanswered(self) -> Self:
        """Keep those that were neither answered nor taken back; they may have run out."""
        return self.filter(answered_at=None, stopped_at=None)


class Invitation(Link):
    """An address that was mailed to somebody; whoever has it may accept or decline, once."""

    class Purpose(models.TextChoices):
        MEMBER = "member", _("to join the organisation")
        CLIENT = "client", _("to become a client")
        CONSULTANCY = "consultancy", _("to advise the organisation")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=11, choices=Purpose, editable=False)
    role = models.CharField(_("as"), max_length=8, choices=Membership.Role, blank=True)
    scope = models.CharField(_("may"), max_length=6, choices=Engagement.Scope, blank=True)
    email = models.EmailField(_("e-mail address"))
    # What the inviting side calls the other one until that has a name of its own here.
    name = models.CharField(_("name"), max_length=120, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    accepted = models.BooleanField(_("accepted"), default=False, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-made_at", "pk")
        indexes = (models.Index(fields=("organisation", "-made_at"), name="invitation_by_organisation"),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(purpose="member") & ~Q(role="") & Q(scope=""))
                | (~Q(purpose="member") & Q(role="") & ~Q(scope="")),
                name="an_invitation_names_a_role_or_a_scope",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.email}"

    @property
    def is_live(self) -> bool:
        return super().is_live and self.answered_at is None

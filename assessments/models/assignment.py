"""Who was asked to answer which step of an assessment."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from organisations.models import Invitation, User


class Assignment(models.Model):
    """One step in the hands of one person: of the organisation, or invited to join it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    step = models.CharField(max_length=40)  # its slug in the edition
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "step"), name="one_assignment_per_step"),
            models.CheckConstraint(
                condition=Q(user=None, invitation__isnull=False) | Q(user__isnull=False, invitation=None),
                name="an_assignment_has_one_person",
            ),
        )

    def __str__(self) -> str:
        return self.step

    @property
    def person(self) -> User | None:
        """Whoever has it; nobody while an invitation is not accepted."""
        if self.invitation:
            return self.invitation.answered_by if self.invitation.accepted else None
        return self.user

"""Ways to look at the list of clients that a consultant gave a name."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership, User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep this person's own; nobody else's, not even a colleague's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(membership__user=user, membership__organisation__advises=True)


class SavedFilter(models.Model):
    """One filter of one person in one consultancy; it goes when they leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    # The part of the address behind the question mark, made of what the filter knows and of nothing else.
    query = models.CharField(max_length=300, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("membership", "name"), name="one_saved_filter_of_a_name"),)

    def __str__(self) -> str:
        return self.name

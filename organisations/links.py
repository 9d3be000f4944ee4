"""Addresses that open something to whoever has them."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tokens import digest, is_token, new_token

SomeLink_co = TypeVar("SomeLink_co", bound="Link", covariant=True)


def end(*, days: int, until: datetime | None) -> datetime:
    """Tell when a link made now ends that would work for so many days, to something that is kept until then (None: always)."""
    at = timezone.now() + timedelta(days=days)
    return min(at, until) if until else at


class AlreadyMadeError(Exception):
    """A link with this id is there already."""


class LinkEndedError(Exception):
    """A link that did work was followed after it was stopped or ran out."""


class LinkQuerySet(models.QuerySet[SomeLink_co]):
    def live(self) -> Self:
        return self.filter(stopped_at=None, expires_at__gt=timezone.now())

    def of(self, token: str) -> Self:
        """Keep the link that this token opens. Wrong, halved, stopped, expired: all the same, none."""
        return self.live().filter(token_hash=digest(token)) if is_token(token) else self.none()

    def opened_by(self, token: str, *related: str, **known: Any) -> SomeLink_co:
        """Find the link that this token opens, with what is `related`. Whoever has a token had the link, and may be told that it ended.

        Raises:
            LinkEndedError: it was stopped or ran out.
            Http404: there never was one, or it is another one than is `known`.
        """
        link = (self.of(token).select_related(*related) if related else self.of(token)).filter(**known).first()
        if link is not None:
            return link
        if is_token(token) and self.filter(token_hash=digest(token), **known).exists():
            raise LinkEndedError
        raise Http404


class Link(models.Model):
    """What is stored of such an address: never the token that makes it, only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("works until"), editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, editable=False)
    opened = models.PositiveIntegerField(_("times opened"), default=0, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def make(
        cls, *, days: int, until: datetime | None = None, pk: uuid.UUID | None = None, **fields: Any
    ) -> tuple[Self, str]:
        """Save a new link and tell its token, which nobody can tell again.

        `until` is how long what it leads to is kept: a link never promises more.

        Raises:
            AlreadyMadeError: the same form was sent before; nothing was written.
        """
        token = new_token()
        link = cls(pk=pk or uuid.uuid4(), token_hash=digest(token), expires_at=end(days=days, until=until), **fields)
        try:
            with transaction.atomic():
                link.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyMadeError from error
        return link, token

    @property
    def is_live(self) -> bool:
        return self.stopped_at is None and self.expires_at > timezone.now()

    def count_opening(self) -> bool:
        """Note that it was opened; False when it was stopped or ran out since it was read."""
        links: LinkQuerySet[Self] = LinkQuerySet(type(self))
        live = links.live().filter(pk=self.pk)
        return live.update(opened=F("opened") + 1, last_opened_at=timezone.now()) == 1

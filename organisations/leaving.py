"""Going for good: asking for an organisation or an account to be erased, taking that back, and erasing it when due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from organisations import letters
from organisations.audit import note
from organisations.models import Erasure, Invitation, Membership, Organisation, User
from organisations.replay import remember

DAYS: Final = 7
BATCH: Final = 200

# What only repeats other rows, or says how far they are: it goes too, but tells nobody anything.
ECHOES: Final = frozenset(
    ("assessments.holding", "assessments.progress", "consulting.clientline", "recommendations.keptcopy")
)

Leaving = Organisation | User


class NeededError(Exception):
    """An organisation would be left without an owner; nothing was written."""


@dataclass(frozen=True, slots=True)
class Goes:
    """How many rows of one kind go with an organisation or an account."""

    what: str
    count: int


def goes_with(row: Leaving) -> list[Goes]:
    """Count what an erasure takes along, the kinds that have any."""
    # Down the relations: each model that loses rows, and every way by which those are reached.
    reached: dict[type[models.Model], Q] = {}
    paths: list[tuple[tuple[type[models.Model], ...], str]] = [((type(row),), "")]
    while paths:
        models_so_far, path = paths.pop()
        for relation in _cascades(models_so_far[-1]):
            below = relation.related_model
            if below not in models_so_far:
                further = f"{relation.field.name}__{path}".removesuffix("__")
                reached[below] = reached.get(below, Q()) | Q(**{further: row.pk})
                paths.append(((*models_so_far, below), further))
    counted = (
        Goes(str(model._meta.verbose_name_plural), model._base_manager.filter(reach).values("pk").distinct().count())
        for model, reach in reached.items()
        if model._meta.label_lower not in ECHOES
    )
    return sorted((goes for goes in counted if goes.count), key=lambda goes: -goes.count)


@transaction.atomic
def ask_to_erase(*, organisation: Organisation, by: User, address: str) -> None:
    """Begin the days of grace; asked twice, the first day holds."""
    on = _later()
    if Organisation.objects.filter(pk=organisation.pk, erase_at=None).update(erase_at=on):
        note("erasure_asked", by=by, organisation=organisation)
        letters.erasure_asked(organisation, by=by, on=on, address=address)


@transaction.atomic
def take_back(*, organisation: Organisation, by: User) -> bool:
    """Keep the organisation after all; False once its days of grace are over."""
    waiting = Organisation.objects.filter(pk=organisation.pk, erase_at__gt=timezone.now())
    if not waiting.update(erase_at=None):
        return False
    note("erasure_taken_back", by=by, organisation=organisation)
    letters.erasure_taken_back(organisation, by=by)
    return True


def needed(user: User) -> QuerySet[Organisation]:
    """Find the organisations of which this person is the last owner."""
    owned = Organisation.objects.filter(pk__in=Organisation.objects.owned_by(user))
    owners = Count("memberships", filter=Q(memberships__role=Membership.Role.OWNER))
    return owned.annotate(owners=owners).filter(owners=1)


@transaction.atomic
def ask_to_close(*, user: User, address: str) -> None:
    """Begin the days of grace of an account.

    Raises:
        NeededError: nothing was written.
    """
    if needed(user).exists():
        raise NeededError
    on = _later()
    if User.objects.filter(pk=user.pk, erase_at=None).update(erase_at=on):
        note("account_closing", by=user, about=user.pk)
        letters.closing(user, on=on, address=address)


@transaction.atomic
def stay(*, user: User) -> None:
    """Keep an account after all."""
    if User.objects.filter(pk=user.pk, erase_at__gt=timezone.now()).update(erase_at=None):
        note("account_kept", by=user, about=user.pk)


def due() -> Iterator[Leaving]:
    """Find whose days of grace are over, organisations first: an account may wait for one."""
    now = timezone.now()
    yield from Organisation.objects.filter(erase_at__lte=now).order_by("erase_at", "pk")
    for user in User.objects.filter(erase_at__lte=now).order_by("erase_at", "pk"):
        if not needed(user).exists():
            yield user


def erase(row: Leaving) -> None:
    """Delete it and all that goes with it, in small bites; interrupted, it is done to the end the next time.

    That it is to be erased is written down first, where a backup that is restored later can be told.
    """
    name = str(row)
    if isinstance(row, Organisation):
        kind = Erasure.Kind.ORGANISATION
        owners = row.memberships.filter(role=Membership.Role.OWNER, user__is_active=True)
        to = list(owners.values_list("user__email", flat=True))
    else:
        kind, to = Erasure.Kind.ACCOUNT, [row.email]
    erasure, _is_new = Erasure.objects.get_or_create(subject=row.pk, defaults={"kind": kind})
    remember(erasure)
    _delete(row)
    letters.erased(name=name, to=to)


def erase_again(*, kind: str, subject: UUID) -> bool:
    """Erase what a restored backup brought back; False where there is nothing."""
    model: type[Leaving] = Organisation if kind == Erasure.Kind.ORGANISATION else User
    row = model._base_manager.filter(pk=subject).first()
    Erasure.objects.get_or_create(subject=subject, defaults={"kind": kind})
    if row is None:
        return False
    _delete(row)
    return True


def _delete(row: Leaving) -> None:
    if isinstance(row, User):
        # What others once wrote to this address names it too.
        Invitation.objects.filter(email__iexact=row.email).delete()
    for relation in _cascades(type(row)):
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
        while some := list(rows.values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                relation.related_model._base_manager.filter(pk__in=some).delete()
    with transaction.atomic():
        note("erased", by=None, organisation=row if isinstance(row, Organisation) else None, about=row.pk)
        row.delete()


def _cascades(model: type[models.Model]) -> list[Any]:
    """List the relations by which rows of other models go when a row of this one does."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.CASCADE
    ]


def _later() -> datetime:
    return timezone.now() + timedelta(days=DAYS)

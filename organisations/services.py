"""What a person does with their account and their organisations."""

from django.db import transaction

from organisations import lines
from organisations.models import Membership, Organisation, User


@transaction.atomic
def found(*, owner: User, name: str) -> Organisation:
    """Make an organisation with its first member."""
    organisation = Organisation.objects.create(name=name)
    Membership.objects.create(user=owner, organisation=organisation, role=Membership.Role.OWNER)
    lines.begin(organisation)
    return organisation


@transaction.atomic
def rename(organisation: Organisation, *, name: str) -> None:
    organisation.name = name
    organisation.save(update_fields=["name"])
    lines.rename(organisation)


def call_person(user: User, *, name: str) -> None:
    user.name = name
    user.save(update_fields=["name"])

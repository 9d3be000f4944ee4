"""What a person does with their account and their organisations."""

from django.db import transaction

from organisations import changes
from organisations.audit import note
from organisations.models import Engagement, Membership, Organisation, User


class EngagedError(Exception):
    """Clients still let this consultancy in; nothing was written."""


@transaction.atomic
def create_organisation(*, owner: User, name: str) -> Organisation:
    """Make an organisation with its first member."""
    organisation = Organisation.objects.create(name=name)
    Membership.objects.create(user=owner, organisation=organisation, role=Membership.Role.OWNER)
    note("organisation_founded", by=owner, organisation=organisation)
    return organisation


@transaction.atomic
def rename(organisation: Organisation, *, name: str, by: User) -> None:
    organisation.name = name
    organisation.save(update_fields=["name"])
    changes.announce(organisation)
    note("organisation_renamed", by=by, organisation=organisation)


@transaction.atomic
def begin_to_advise(organisation: Organisation, *, by: User) -> None:
    """Make a consultancy of an organisation; from now on its members need a second factor for their clients' pages."""
    if Organisation.objects.filter(pk=organisation.pk, advises=False).update(advises=True):
        note("advising_begun", by=by, organisation=organisation)


@transaction.atomic
def stop_advising(organisation: Organisation, *, by: User) -> None:
    """Make an organisation like any other of a consultancy.

    Raises:
        EngagedError: nothing was written.
    """
    if Engagement.objects.current().filter(consultancy=organisation).exists():
        raise EngagedError
    if Organisation.objects.filter(pk=organisation.pk, advises=True).update(advises=False):
        note("advising_ended", by=by, organisation=organisation)


def call_person(user: User, *, name: str) -> None:
    user.name = name
    user.save(update_fields=["name"])


@transaction.atomic
def count_in_benchmark(organisation: Organisation, *, is_in: bool, by: User) -> None:
    """Let an organisation's figures count in the anonymous benchmark, or no longer."""
    if Organisation.objects.filter(pk=organisation.pk).exclude(in_benchmark=is_in).update(in_benchmark=is_in):
        note("benchmark_joined" if is_in else "benchmark_left", by=by, organisation=organisation)

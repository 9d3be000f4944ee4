"""What a consultant does with their list: plan a review of a client, and give filters a name."""

from datetime import date

from django.db import transaction

from consulting.models import SavedFilter
from organisations import changes
from organisations.models import Engagement, Membership


@transaction.atomic
def plan_review(*, engagement: Engagement, on: date | None) -> None:
    Engagement.objects.current().filter(pk=engagement.pk).update(review_on=on)
    engagement.review_on = on
    changes.announce(engagement)


def save_filter(*, membership: Membership, name: str, query: str) -> None:
    SavedFilter.objects.update_or_create(membership=membership, name=name, defaults={"query": query})


def rename_filter(*, saved: SavedFilter, name: str) -> None:
    saved.name = name
    saved.save(update_fields=["name"])


def delete_filter(*, saved: SavedFilter) -> None:
    saved.delete()

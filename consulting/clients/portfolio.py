"""A consultancy's list of clients: what can be asked of it, in which order it stands, and one page of it."""

import base64
import binascii
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consulting.clients.doubts import Doubt, about
from consulting.models import SavedFilter
from organisations.models import ClientLine, Membership, Organisation, User
from organisations.models.clients import Evidence, Status, Strength
from recommendations.engine import MixLabel

PAGE: Final = 25
MOST_COUNTED: Final = 1000  # to count further would take the longer, the longer the list is
DAY: Final = 24 * 60 * 60
WEEK, MONTH, OLDER = "week", "month", "older"
AGES: Final = {WEEK: 7 * DAY, MONTH: 30 * DAY, OLDER: 30 * DAY}
USUAL: Final = "status"

MODELS: Final = (
    (MixLabel.BPO.value, "BPO"),
    (MixLabel.KPO.value, "KPO"),
    (MixLabel.ITO.value, "ITO"),
    (MixLabel.MIX.value, _("A mix")),
    (MixLabel.IN_HOUSE.value, _("In-house")),
    (MixLabel.UNDECIDED.value, _("No model yet")),
)
# What a person calls an order, and the one column it is; a leading minus turns it round.
ORDERS: Final = {
    "name": "folded",
    "status": "urgency",
    "model": "label",
    "margin": "margin",
    "strength": "strength",
    "evidence": "evidence",
    "activity": "active",
    "review": "review_on",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One consultancy as one of its people sees it: their place in it and the filters they saved."""

    membership: int
    consultancy: UUID
    name: str
    is_owner: bool
    saved: tuple[tuple[UUID, str, str], ...]


class ClientFilter(django_filters.FilterSet):
    """What the form above the list asks; a value that is none of the list's is ignored."""

    q = django_filters.CharFilter(label=_("Client"), method="named")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any"))
    model = django_filters.ChoiceFilter(
        label=_("Leading model"), field_name="label", choices=MODELS, empty_label=_("Any")
    )
    strength = django_filters.ChoiceFilter(label=_("Strength"), choices=Strength.choices[:0:-1], empty_label=_("Any"))
    evidence = django_filters.ChoiceFilter(label=_("Evidence"), choices=Evidence.choices[:0:-1], empty_label=_("Any"))
    since = django_filters.ChoiceFilter(
        label=_("Last activity"),
        method="touched",
        choices=((WEEK, _("Past week")), (MONTH, _("Past month")), (OLDER, _("Over a month ago"))),
        empty_label=_("Any time"),
    )
    # Not asked in the form: the page about what clients have in common leads to it.
    doubt = django_filters.ChoiceFilter(choices=Doubt.choices, method="doubted")

    class Meta:
        model = ClientLine
        fields = ()

    def doubted(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        return lines.filter(about(Doubt(value), today=timezone.localdate()))

    def named(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        return lines.filter(folded__contains=value.casefold())

    def touched(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        then = int(time.time()) - AGES[value]
        return lines.filter(active__lt=then) if value == OLDER else lines.filter(active__gte=then)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page begins: after the line with this key, which has this value in the column that orders the list."""

    value: str
    pk: int

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.pk} {self.value}".encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read an address's mark back; None where it is none of ours, which shows the first page."""
        try:
            pk, _space, value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
            return cls(value, int(pk))
        except (ValueError, binascii.Error):
            return None


@dataclass(frozen=True)
class Wanted:
    """What one visit asks for: the filter, the order and where the page begins."""

    filters: ClientFilter
    order: str
    mark: Mark | None

    @classmethod
    def read(cls, consultancy: UUID, asked: Mapping[str, str]) -> "Wanted":
        lines = ClientLine.objects.filter(consultancy=consultancy)
        order = asked.get("sort", USUAL)
        known = order if order.removeprefix("-") in ORDERS else USUAL
        return cls(ClientFilter(asked, queryset=lines), known, Mark.read(asked.get("after", "")))

    @property
    def column(self) -> str:
        return ORDERS[self.order.removeprefix("-")]

    @property
    def is_turned(self) -> bool:
        return self.order.startswith("-")

    @property
    def lines(self) -> "QuerySet[ClientLine]":
        """All that was asked for, in its order."""
        minus = "-" if self.is_turned else ""
        kept: QuerySet[ClientLine] = self.filters.qs
        return kept.order_by(f"{minus}{self.column}", f"{minus}pk")

    @property
    def said(self) -> dict[str, str]:
        """What was asked that the list knows, to be written into addresses."""
        form: forms.Form = self.filters.form
        form.full_clean()  # what is wrong is left out of the cleaned data, and so out of the filter
        kept = {name: str(value) for name, value in form.cleaned_data.items() if value not in (None, "")}
        return kept | ({"sort": self.order} if self.order != USUAL else {})

    @property
    def doubt(self) -> str:
        """Name what the lines are worth a second look for, where that was asked."""
        asked = self.said.get("doubt")
        return str(Doubt(asked).label) if asked else ""

    @property
    def query(self) -> str:
        return urlencode(self.said)

    def page(self) -> tuple[list[ClientLine], str]:
        """Read one page, and the mark of the next one where there is one.

        The page begins where an index says: nothing before it is read, however long the list is.
        """
        found = list(self._after()[: PAGE + 1])
        shown = found[:PAGE]
        more = len(found) > PAGE
        return shown, str(Mark(str(getattr(shown[-1], self.column)), shown[-1].pk)) if more else ""

    def _after(self) -> "QuerySet[ClientLine]":
        value = self._value()
        if self.mark is None or value is None:
            return self.lines
        way, past = ("lte", "gte") if self.is_turned else ("gte", "lte")
        passed = Q(**{self.column: value, f"pk__{past}": self.mark.pk})
        return self.lines.filter(**{f"{self.column}__{way}": value}).exclude(passed)

    def _value(self) -> Any:
        """Read the mark's value as its column holds it; None where it can't be one."""
        if self.mark is None:
            return None
        try:
            match self.column:
                case "folded" | "label":
                    return self.mark.value
                case "review_on":
                    return date.fromisoformat(self.mark.value)
                case _number:
                    return int(self.mark.value)
        except ValueError:
            return None


def desks(user: User | AnonymousUser) -> list[Desk]:
    """List the consultancies somebody belongs to, with their own saved filters, in one query."""
    if not user.is_authenticated:
        return []
    rows = (
        Membership.objects.filter(user=user, organisation__advises=True)
        .order_by("organisation__name", "organisation_id", "saved_filters__name")
        .values_list(
            *("pk", "organisation_id", "organisation__name", "role"),
            *("saved_filters__pk", "saved_filters__name", "saved_filters__query"),
        )
    )
    found: dict[int, Desk] = {}
    for membership, consultancy, name, role, *saved in rows:
        is_owner = role == Membership.Role.OWNER
        desk = found.get(membership) or Desk(membership, consultancy, name, is_owner, ())
        kept = (*desk.saved, (saved[0], saved[1], saved[2])) if saved[0] else desk.saved
        found[membership] = Desk(membership, consultancy, name, is_owner, kept)
    return list(found.values())


class _Counted(Subquery):
    """How many rows there are, counted no further than to a limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # a filter that no line can fit is never asked of the database


def counts(wanted: Wanted) -> tuple[dict[Status, int], int]:
    """Count a consultancy's clients by status, and those that the filter keeps, each as far as is worth counting."""
    whole = wanted.filters.queryset
    ways = {f"of_{status.name.lower()}": whole.filter(status=status) for status in Status}
    ways["kept"] = wanted.filters.qs
    parts = {name: _Counted(way.order_by().values("pk")[: MOST_COUNTED + 1]) for name, way in ways.items()}
    # One row carries all the counts; which one does not matter.
    row = Organisation.objects.order_by().values_list(*parts.values())[:1]
    found = dict(zip(parts, next(iter(row)), strict=True))
    return {status: found[f"of_{status.name.lower()}"] for status in Status}, found["kept"]


def save_filter(*, membership: int, name: str, query: str) -> None:
    SavedFilter.objects.update_or_create(membership_id=membership, name=name, defaults={"query": query})


def rename_filter(*, saved: SavedFilter, name: str) -> None:
    saved.name = name
    saved.save(update_fields=["name"])


def delete_filter(*, saved: SavedFilter) -> None:
    saved.delete()

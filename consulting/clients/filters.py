"""A consultancy's list of clients: what can be asked of it, in which order it stands, and one page of it."""

import time
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consulting.clients.doubts import Doubt, about
from consulting.models import ClientLine
from consulting.models.clients import Status, Strength
from organisations.models import Organisation
from organisations.paging import Cursor
from recommendations.models.figures import Evidence
from recommendations.reports.views.workspace import LABELS

ON_A_PAGE: Final = 25
MOST_COUNTED: Final = 1000  # to count further would take the longer, the longer the list is
DAY: Final = 24 * 60 * 60
WEEK, MONTH, OLDER = "week", "month", "older"
AGES: Final = {WEEK: 7 * DAY, MONTH: 30 * DAY, OLDER: 30 * DAY}
USUAL_ORDER: Final = "status"
# What an address calls an order, and the one column it is; a leading minus reverses it.
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


class ClientFilter(django_filters.FilterSet):
    """What the form above the list asks; a value that is none of the list's is ignored."""

    q = django_filters.CharFilter(label=_("Client"), method="filter_name")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any"))
    model = django_filters.ChoiceFilter(
        label=_("Leading model"),
        field_name="label",
        choices=[(key, label) for key, (_model, label) in LABELS.items()],
        empty_label=_("Any"),
    )
    strength = django_filters.ChoiceFilter(label=_("Strength"), choices=Strength.choices[:0:-1], empty_label=_("Any"))
    evidence = django_filters.ChoiceFilter(label=_("Evidence"), choices=Evidence.choices[:0:-1], empty_label=_("Any"))
    since = django_filters.ChoiceFilter(
        label=_("Last activity"),
        method="filter_age",
        choices=((WEEK, _("Past week")), (MONTH, _("Past month")), (OLDER, _("Over a month ago"))),
        empty_label=_("Any time"),
    )
    # Not asked in the form: the page about what clients have in common leads to it.
    doubt = django_filters.ChoiceFilter(choices=Doubt.choices, method="filter_doubt")

    class Meta:
        model = ClientLine
        fields = ()

    def filter_doubt(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        return lines.filter(about(Doubt(value), today=timezone.localdate()))

    def filter_name(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        return lines.filter(folded__contains=value.casefold())

    def filter_age(self, lines: "QuerySet[ClientLine]", _name: str, value: str) -> "QuerySet[ClientLine]":
        then = int(time.time()) - AGES[value]
        return lines.filter(active__lt=then) if value == OLDER else lines.filter(active__gte=then)


class ClientList:
    """What one visit asks of a consultancy's list: the filter, the order and where the page begins."""

    def __init__(self, consultancy: UUID, asked: Mapping[str, str]) -> None:
        self.filter = ClientFilter(asked, queryset=ClientLine.objects.of(consultancy))
        order = asked.get("sort", USUAL_ORDER)
        self.order = order if order.removeprefix("-") in ORDERS else USUAL_ORDER
        self.column = ORDERS[self.order.removeprefix("-")]
        self.is_reversed = self.order.startswith("-")
        self.cursor = Cursor.read(asked.get("after", ""))

    @property
    def lines(self) -> "QuerySet[ClientLine]":
        """All that was asked for, in its order."""
        minus = "-" if self.is_reversed else ""
        lines: QuerySet[ClientLine] = self.filter.qs
        return lines.order_by(f"{minus}{self.column}", f"{minus}pk")

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What was asked and the list knows, to be written into addresses."""
        form: forms.Form = self.filter.form
        form.full_clean()  # what is wrong is left out of the cleaned data, and so out of the filter
        asked = {name: str(value) for name, value in form.cleaned_data.items() if value not in (None, "")}
        return asked | ({"sort": self.order} if self.order != USUAL_ORDER else {})

    @property
    def doubt(self) -> str:
        """Name what the lines are worth a second look for, where that was asked."""
        asked = self.parameters.get("doubt")
        return str(Doubt(asked).label) if asked else ""

    @property
    def query(self) -> str:
        return urlencode(self.parameters)

    def page(self) -> tuple[list[ClientLine], str]:
        """Read one page, and the cursor of the next one where there is one.

        The page begins where an index says: nothing before it is read, however long the list is.
        """
        lines = self.lines
        value = self._cursor_value()
        if self.cursor and value is not None:
            way, passed = ("lte", "gte") if self.is_reversed else ("gte", "lte")
            lines = lines.filter(**{f"{self.column}__{way}": value}).exclude(
                **{self.column: value, f"pk__{passed}": int(self.cursor.pk)}
            )
        rows = list(lines[: ON_A_PAGE + 1])
        shown = rows[:ON_A_PAGE]
        if len(rows) <= ON_A_PAGE:
            return shown, ""
        return shown, str(Cursor(str(getattr(shown[-1], self.column)), str(shown[-1].pk)))

    def counts(self) -> tuple[dict[Status, int], int]:
        """Count the consultancy's clients by status, and those that the filter leaves, each as far as is worth counting."""
        every = self.filter.queryset
        parts = {f"status_{status}": every.filter(status=status) for status in Status}
        parts["filtered"] = self.filter.qs
        counts = {name: _Count(part.order_by().values("pk")[: MOST_COUNTED + 1]) for name, part in parts.items()}
        # One row carries all the counts; which one does not matter.
        row = next(iter(Organisation.objects.order_by().values_list(*counts.values())[:1]))
        numbers = dict(zip(counts, row, strict=True))
        return {status: numbers[f"status_{status}"] for status in Status}, numbers["filtered"]

    def _cursor_value(self) -> Any:
        """Read the cursor's value as its column holds it; None where it can't be one."""
        if self.cursor is None or not self.cursor.pk.isdecimal():
            return None
        try:
            match self.column:
                case "folded" | "label":
                    return self.cursor.value
                case "review_on":
                    return date.fromisoformat(self.cursor.value)
                case _number:
                    return int(self.cursor.value)
        except ValueError:
            return None


class _Count(Subquery):
    """How many rows there are, counted no further than to a limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # a filter that no line can fit is never asked of the database

"""One thing kept beside a report, in the one shape from which every copy prints it, and where copies get all of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.models import Report

Cell: TypeAlias = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class AdditionTable:
    """A table with as many heads as cells in each row; numbers and dates are not yet worded."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What people put beside a report, in the report's language.

    `key` names the kind, also as the name of its sheet and in JSON, where `values` stand. `by` is empty for people
    without an account. Copies print `signed`, the `paragraphs`, then the `tables`.
    """

    key: str
    title: str
    by: str
    at: datetime
    paragraphs: tuple[str, ...] = ()
    tables: tuple[AdditionTable, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def signed(self) -> str:
        """Say who put it there and when; it is not part of what the report was given with."""
        on = date_format(timezone.localtime(self.at), "DATE_FORMAT")
        if self.by:
            return _("Put beside the report by %(name)s, last on %(date)s.") % {"name": self.by, "date": on}
        return _("Put beside the report, last on %(date)s.") % {"date": on}


class Kind(NamedTuple):
    """One kind of what stands beside reports.

    `page` is the name of its address, which takes the report's key; `read` gives what there is, or None.
    """

    key: str
    page: str
    label: Any
    read: Callable[[Report], Addition | None]


_kinds: Final[list[Kind]] = []


def provide(kinds: Iterable[Kind]) -> None:
    """Say which kinds there are: they know reports, which therefore can't know them."""
    _kinds[:] = kinds


def kinds() -> tuple[Kind, ...]:
    """List all kinds, in the order in which people come to need them."""
    return tuple(_kinds)


def read_additions(report: Report, *, only: Collection[str] | None = None) -> tuple[Addition, ...]:
    """Read what stands beside a report, of every kind or `only` of those named; a fixed number of queries for each kind."""
    read = (kind.read(report) for kind in _kinds if only is None or kind.key in only)
    return tuple(addition for addition in read if addition is not None)

"""One thing kept beside a report, in the one shape from which every copy prints it, and where copies get all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

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


Read: TypeAlias = Callable[[Report], tuple[Addition, ...]]
_current: Final[list[Read]] = []


def provide(read: Read) -> None:
    """Say how what stands beside a report is read: its kinds know reports, which therefore can't know them."""
    _current[:] = [read]


def read_additions(report: Report) -> tuple[Addition, ...]:
    """Read all that stands beside a report, in the order of its kinds."""
    return _current[-1](report) if _current else ()

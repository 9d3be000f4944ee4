"""What a report shows of its reviews. Another app keeps them: it puts its own `Reviews` in the place of this one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recommendations.models import Report


@dataclass(frozen=True, slots=True)
class AdjustedFunction:
    """One function's result as computed and as a consultant adjusted it, with the reason, in the report's language."""

    key: str
    name: str
    computed: str
    model: str
    label: str
    state: str
    words: str
    reason: str
    by: str
    firm: str
    on: str
    at: str

    @property
    def result(self) -> str:
        return ", ".join(part for part in (self.label, self.words) if part)

    @property
    def who(self) -> str:
        return ", ".join(part for part in (self.by, self.firm, self.on) if part)

    @property
    def sentence(self) -> str:
        return _("After review: %(result)s. “%(reason)s” %(who)s") % {
            "result": self.result,
            "reason": self.reason,
            "who": self.who,
        }


class Reviews:
    """Where nobody reviews anything."""

    def mark(self, reports: "QuerySet[Report]") -> "QuerySet[Report]":
        """Annotate each report with `is_reviewed`, so that most pages ask for nothing more."""
        return reports.annotate(is_reviewed=Value(value=False, output_field=BooleanField()))

    def open(self, report: Report) -> None:
        """Have a new report waiting for everybody who reviews it."""

    def notify(self, report: Report, build_url: Callable[[str], str]) -> None:
        """Mail those who review a new report; `build_url` makes a path an address."""

    def adjustments(self, report: Report, *, without_names: bool = False) -> tuple[AdjustedFunction, ...]:
        """List what was put beside the computed results, in the order of the report's functions."""
        return ()

    def show(self, request: HttpRequest, report: Report) -> Mapping[str, Any]:
        """Give the page of a report what it shows of reviews to this visitor."""
        return {}

    def archive(self, report: Report) -> Mapping[str, Iterable[Mapping[str, Any]]]:
        """Give the organisation's archive all that was said about a report: kind of row -> rows of plain values."""
        return {}


_current: Final[list[Reviews]] = [Reviews()]


def reviews() -> Reviews:
    return _current[-1]


def provide(provider: Reviews) -> None:
    """Put an app's reviews in place, when it starts."""
    _current[:] = [provider]


def sentences(adjustments: Iterable[AdjustedFunction]) -> dict[str, list[str]]:
    """Give by function what the PDF prints below it."""
    by_function: dict[str, list[str]] = {}
    for adjustment in adjustments:
        by_function.setdefault(adjustment.key, []).append(adjustment.sentence)
    return by_function


def as_values(adjustments: Iterable[AdjustedFunction]) -> list[dict[str, str]]:
    """Give adjustments as plain values, for files."""
    return [
        {
            "function": adjustment.key,
            "function_name": adjustment.name,
            "computed": adjustment.computed,
            "model": adjustment.label,
            "readiness": adjustment.words,
            "reason": adjustment.reason,
            "by": adjustment.by,
            "consultancy": adjustment.firm,
            "at": adjustment.at,
        }
        for adjustment in adjustments
    ]

"""Which model is in front on either side, by how much, and what put another one there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.edition import sourcing_models
from recommendations.reports.comparing.points import Moves, Row
from recommendations.reports.comparing.side import Side
from recommendations.reports.telling import words

ADVICE: Final = {
    **sourcing_models.LABELS,
    "mix": gettext_lazy("a mix"),
    "in_house": gettext_lazy("keeping the work in-house"),
    "undecided": gettext_lazy("no model yet"),
}


@dataclass(frozen=True, slots=True)
class Pull:
    what: str
    note: str
    points: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Why another model leads now: rows that add up to the change of its lead over the one before."""

    title: str
    lead: str
    rows: tuple[Pull, ...]
    sum_label: str
    total: str


def headline(before: Side, after: Side) -> str:
    was, now = str(ADVICE[before.advice]), str(ADVICE[after.advice])
    if before.advice == after.advice:
        return _("The advice is the same: %(advice)s.") % {"advice": now}
    return _("The advice moved from %(before)s to %(after)s.") % {"before": was, "after": now}


def lead(before: Side, after: Side) -> str:
    """Say who has the highest score now, and who had it."""
    first, was = str(words.SHORT[after.leader]), str(words.SHORT[before.leader])
    if after.leader != before.leader:
        return _("By overall score %(first)s is first now, %(ahead)s. Before, it was %(was)s, %(then)s.") % {
            "first": first,
            "ahead": _ahead(after),
            "was": was,
            "then": _ahead(before),
        }
    if _ahead(after) == _ahead(before):
        return _("By overall score %(first)s is first both times, %(ahead)s.") % {
            "first": first,
            "ahead": _ahead(after),
        }
    return _("By overall score %(first)s is first both times: %(ahead)s now, %(then)s before.") % {
        "first": first,
        "ahead": _ahead(after),
        "then": _ahead(before),
    }


def _ahead(side: Side) -> str:
    second = words.SHORT[side.overall["ranking"][1]]
    if side.is_tie:
        return _("level with %(second)s") % {"second": second}
    if not side.lead:
        return _("less than a point ahead of %(second)s") % {"second": second}
    return ngettext("%(count)s point ahead of %(second)s", "%(count)s points ahead of %(second)s", side.lead) % {
        "count": side.lead,
        "second": second,
    }


def overtaken(before: Side, after: Side, moved: Moves, named: Mapping[Row, tuple[str, str]]) -> Overtaken | None:
    if before.leader == after.leader:
        return None
    new, old = after.leader, before.leader
    points = moved.toward(new, old)
    ordered = sorted((row for row in points if points[row]), key=lambda row: -abs(points[row]))
    first, second = str(words.SHORT[new]), str(words.SHORT[old])
    was, now = _gap(before, new, old), _gap(after, new, old)
    return Overtaken(
        title=_("Why %(first)s leads now and not %(second)s") % {"first": first, "second": second},
        lead=_(
            "%(first)s less %(second)s was %(was)s points before and is %(now)s now. "
            "The rows say what moved it; a plus speaks for %(first)s."
        )
        % {"first": first, "second": second, "was": signed(was), "now": signed(now)},
        rows=tuple(Pull(*named[row], words.points(points[row])) for row in ordered),
        sum_label=_("All of the above: the change between the two"),
        total=signed(now - was),
    )


def _gap(side: Side, one: str, other: str) -> int:
    return side.printed(one) - side.printed(other)


def signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"

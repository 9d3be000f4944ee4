"""Everything that is kept beside reports: what a page links to, what copies print and what a link may show."""

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

from recommendations.beside.addition import Addition
from recommendations.beside.brief.adding import read_briefs
from recommendations.beside.costs.read import read_costs
from recommendations.beside.plan import kept as plan
from recommendations.beside.scorecard.read import read_scorecards
from recommendations.models import Report


class Beside(NamedTuple):
    """One kind. `page` is the name of its address, which takes the report's key; `read` gives what there is, or None."""

    key: str
    page: str
    label: Any
    read: Callable[[Report], Addition | None]


# In the order in which people come to need them.
KINDS: Final[tuple[Beside, ...]] = (
    Beside("plan", "recommendations:plan", gettext_lazy("Plan"), plan.addition),
    Beside("brief", "recommendations:brief_first", gettext_lazy("Brief for providers"), read_briefs),
    Beside("scorecard", "recommendations:scorecard", gettext_lazy("Scorecard of providers"), read_scorecards),
    Beside("costs", "recommendations:costs", gettext_lazy("What it costs today and outside"), read_costs),
)


def read_additions(report: Report, *, only: Collection[str] | None = None) -> tuple[Addition, ...]:
    """Read what stands beside a report, of every kind or `only` of those named; at most three queries for each kind."""
    read = (kind.read(report) for kind in KINDS if only is None or kind.key in only)
    return tuple(addition for addition in read if addition is not None)

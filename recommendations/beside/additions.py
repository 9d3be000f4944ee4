"""Everything that is kept beside reports: what a page links to, what copies print and what a link may show."""

from typing import Final

from django.utils.translation import gettext_lazy

from recommendations.beside.brief.adding import read_briefs
from recommendations.beside.costs.read import read_costs
from recommendations.beside.plan import kept as plan
from recommendations.beside.scorecard.read import read_scorecards
from recommendations.reports.addition import Kind

KINDS: Final = (
    Kind("plan", "recommendations:plan", gettext_lazy("Plan"), plan.addition),
    Kind("brief", "recommendations:brief_first", gettext_lazy("Brief for providers"), read_briefs),
    Kind("scorecard", "recommendations:scorecard", gettext_lazy("Scorecard of providers"), read_scorecards),
    Kind("costs", "recommendations:costs", gettext_lazy("What it costs today and outside"), read_costs),
)

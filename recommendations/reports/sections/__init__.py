"""A report's sections, from top to bottom: each computes its part of the frozen page, ready for its template.

A new section is a module with a `section` function here, its template, and its fields in report.schema.json.
"""

from collections.abc import Callable
from typing import Final

from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections import (
    actions,
    answers,
    change,
    demands,
    function_map,
    headline,
    page_one,
    partner,
    plan,
    pressures,
    risks,
    scores,
    why,
)

SECTIONS: Final[tuple[Callable[[ReportInputs], Content], ...]] = (
    headline.section,
    page_one.section,
    scores.section,
    pressures.section,
    function_map.section,
    why.section,
    change.section,
    demands.section,
    partner.section,
    risks.section,
    plan.section,
    actions.section,
    answers.section,
)
# What is shown of them on the page before the actions, in its order, and behind them.
FIRST_TEMPLATES: Final = tuple(
    f"recommendations/sections/{name}.html"
    for name in ("pressures", "sure", "map", "why", "change", "demands", "checklist", "partner", "risks", "plan")
)
LAST_TEMPLATES: Final = ("recommendations/sections/answers.html",)


def write_page(inputs: ReportInputs) -> Content:
    """Write the report from top to bottom; None or empty where a section has nothing to say."""
    page: Content = {}
    for section in SECTIONS:
        page |= section(inputs)
    return page

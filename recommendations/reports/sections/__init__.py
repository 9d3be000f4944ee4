"""A report's sections, from top to bottom: each computes its part of the frozen page, ready for its template.

A new section is a module with a `section` function here, a ReportPart with its template where it has a place of its own on
the page, and its fields in report.schema.json.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

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


class ReportPart(NamedTuple):
    """What stands behind page one, in a drawer of its own; `name` is its place on the page and names its template.

    It is shown where any of the page's `fields` says something. `prints` with page one: what is done, not why.
    What changes after the report was given is not `frozen`.
    """

    name: str
    title: Any
    fields: tuple[str, ...]
    prints: bool = False
    frozen: bool = True

    @property
    def template(self) -> str:
        return f"recommendations/sections/{self.name}.html"


# In their order on the page, in its list of contents and on paper.
PARTS: Final = (
    ReportPart("why", gettext_lazy("Why"), ("why",)),
    ReportPart("change", gettext_lazy("What would change it"), ("change",)),
    ReportPart("ask", gettext_lazy("What to ask"), ("demands", "no_demands", "checklist", "partner")),
    ReportPart("risks", gettext_lazy("Risks, and the way out"), ("risks",)),
    ReportPart("actions", gettext_lazy("What to do first"), ("actions",), prints=True, frozen=False),
    ReportPart("plan", gettext_lazy("Plan"), ("plan",), prints=True),
    ReportPart("answers", gettext_lazy("All answers"), ("answers",)),
    ReportPart("sources", gettext_lazy("Sources"), ("sources",)),
)


def write_page(inputs: ReportInputs) -> Content:
    """Write the report from top to bottom; None or empty where a section has nothing to say."""
    page: Content = {}
    for section in SECTIONS:
        page |= section(inputs)
    return page


def parts_of(page: Mapping[str, Any]) -> list[ReportPart]:
    """List the parts that have something to say."""
    return [part for part in PARTS if any(page.get(name) for name in part.fields)]

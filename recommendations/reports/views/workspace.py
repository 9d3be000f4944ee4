"""The workspace: the assessments and reports of the organisations somebody belongs to, the last touched first."""

from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from organisations.models import Organisation
from organisations.paging import Cursor
from recommendations.reports.wording import LEADING

ON_A_PAGE: Final = 25
LABELS: Final = LEADING


@require_safe
@cache_control(private=True, no_store=True)
def workspace(request: HttpRequest) -> HttpResponse:
    # By their keys, so that the index gives the rows in their order and nothing else is read, however long the list is.
    own = dict(Organisation.objects.joined_by(request.user).values_list("pk", "name"))
    assessments = Assessment.objects.filter(organisation__in=list(own))
    rows, older = page_of(with_steps(assessments), Cursor.read(request.GET.get("after", "")))
    context = {
        "rows": rows,
        "names": own,
        "at_once": len(own) == 1,
        "older": older,
        "is_first": "after" not in request.GET,
        # The organisations that have a report on this page.
        "reported": {row.organisation_id: own[row.organisation_id] for row in rows if not row.is_draft},
    }
    return render(request, "recommendations/workspace.html", context)


def with_steps(assessments: "QuerySet[Assessment]") -> "QuerySet[Assessment]":
    """Count with each assessment its steps and those that are complete: `steps_complete`, `steps_all`."""
    steps = Assessment.objects.filter(pk=OuterRef("pk")).order_by()
    complete = steps.annotate(count=Count("progress", filter=Q(progress__completed__gt=0))).values("count")
    every = steps.annotate(count=Count("progress")).values("count")
    return assessments.annotate(steps_complete=Subquery(complete), steps_all=Subquery(every))


def page_of(assessments: "QuerySet[Assessment]", cursor: Cursor | None) -> tuple[list[Any], str]:
    """Read one page, the last touched first, with reports but not their contents; and where the next one begins."""
    after = cursor.moment if cursor else None
    if after:
        at, pk = after
        assessments = assessments.filter(updated_at__lte=at).exclude(updated_at=at, pk__lte=pk)
    reports = assessments.select_related("report").defer("report__content")
    rows = list(reports.order_by("-updated_at", "pk")[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    if len(rows) <= ON_A_PAGE:
        return shown, ""
    return shown, str(Cursor(shown[-1].updated_at.isoformat(), str(shown[-1].pk)))

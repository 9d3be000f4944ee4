"""The history of an edition in the admin: who changed what and when, before and after."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.authoring import gates, history
from assessments.authoring.admin import pages
from assessments.models import Clearance

ACTS: Final[dict[str, Promise]] = {
    "+": gettext_lazy("Added"),
    "~": gettext_lazy("Changed"),
    "-": gettext_lazy("Deleted"),
}
MODELS: Final = frozenset(str(kind._meta.model_name) for kind in history.KINDS)


@require_safe
def changes(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show the changes of an edition, or of the part named by `model` and `row`; `before` is where a page begins."""
    edition = pages.opened(request, pk)
    model, row, before = (request.GET.get(name, "") for name in ("model", "row", "before"))
    if (model and model not in MODELS) or (row and not row.isdecimal()) or (before and not _moment(before)):
        raise Http404
    found = history.changes(edition, model=model, row=int(row) if row else None, before=before)
    context = pages.context(site, request, edition, here="changes", title=_("History")) | {
        "entries": [(one, ACTS[one.act]) for one in found.entries],
        "more": found.more,
        "model": model,
        "row": row,
        "clearances": [_cleared(one) for one in edition.clearances.select_related("by")],
    }
    return TemplateResponse(request, "admin/assessments/questionnaire/changes.html", context)


def _cleared(one: Clearance) -> dict[str, Any]:
    """Show again what a gate said when the edition was published."""
    shown = {"title": gates.title_of(one.gate), "template": f"admin/gates/{one.gate}.html"}
    return shown | {name: getattr(one, name) for name in ("told", "reason", "by", "at")}


def _moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False

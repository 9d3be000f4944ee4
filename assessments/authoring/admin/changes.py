"""The history of an edition in the admin: who changed what and when, before and after, and the way back."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.authoring import gates
from assessments.authoring.admin import pages
from assessments.authoring.admin.changed import rows
from assessments.authoring.revisions import restore
from assessments.edition import document
from assessments.edition.diff import PARTS, diff
from assessments.models import FrozenEditionError, Revision
from organisations.models import User

AT_ONCE: Final = 20
WRITE: Final = ("questionnaire", "step", "question", "choice", "advice", "businessfunction", "department", "source")


@require_safe
def changes(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show the revisions of an edition, or what they changed of one `part`; `before` is where a page begins."""
    edition = pages.opened(request, pk)
    before, part = request.GET.get("before", ""), request.GET.get("part", "")
    if before and not (before.isdecimal() and len(before) < len("9999999999")):
        raise Http404
    # A part is called by the keys on the way to it, such as “question.load.choice.much”.
    names = part.split(".") if part else []
    path = tuple(zip(names[::2], names[1::2], strict=False))
    if len(names) % 2 or any(kind not in PARTS.values() for kind, _key in path):
        raise Http404
    revisions = edition.revisions.select_related("by")
    if before:
        revisions = revisions.filter(number__lt=before)
    entries = []
    # Each is compared with the one after it in this list, which came before it.
    shown = list(revisions[: AT_ONCE + 1])
    for revision, earlier in zip(shown[:AT_ONCE], [*shown[1:], None], strict=False):
        changed = () if earlier is None else diff(document.read(earlier.content), document.read(revision.content))
        of_part = tuple(change for change in changed if change.path[: len(path)] == path)
        if of_part or not path:
            entries.append({"revision": revision, "lines": rows(of_part)})
    context = pages.context(site, request, edition, tab="changes", title=_("History")) | {
        "entries": entries,
        "more": shown[AT_ONCE - 1].number if len(shown) > AT_ONCE else "",
        "part": part,
        "may_restore": edition.is_draft and may_restore(request),
        "clearances": [
            {
                "clearance": clearance,
                "title": gates.title_of(clearance.gate),
                "template": f"admin/gates/{clearance.gate}.html",
            }
            for clearance in edition.clearances.select_related("by")
        ],
    }
    return TemplateResponse(request, "admin/assessments/questionnaire/changes.html", context)


def may_restore(request: HttpRequest) -> bool:
    """Whether this person may change every kind of part, as an earlier revision does."""
    return all(request.user.has_perm(f"assessments.change_{model}") for model in WRITE)


@require_http_methods(["GET", "HEAD", "POST"])
def restore_view(request: HttpRequest, pk: int, number: int, *, site: Any) -> HttpResponse:
    """Take a draft back to one of its revisions, after a look at what that changes."""
    edition = pages.opened(request, pk)
    if not isinstance(request.user, User) or not may_restore(request):
        raise PermissionDenied
    revision = get_object_or_404(Revision, questionnaire=edition, number=number)
    there = HttpResponseRedirect(reverse("admin:assessments_questionnaire_changes", args=[edition.pk]))
    if not edition.is_draft:
        messages.error(request, str(FrozenEditionError(edition)))
        return there
    if request.method == "POST":
        try:
            restore(questionnaire=edition, number=number, by=request.user)
        except FrozenEditionError as error:  # somebody published it meanwhile
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The draft says again what it said in revision %(number)d.") % {"number": number}
            )
        return there
    now = get_object_or_404(Revision, questionnaire=edition, number=edition.revision)
    context = pages.context(site, request, edition, tab="", title=_("Back to revision %(number)d") % {"number": number})
    context |= {
        "revision": revision,
        "lines": rows(diff(document.read(now.content), document.read(revision.content))),
    }
    return TemplateResponse(request, "admin/assessments/questionnaire/restore.html", context)

"""Two editions side by side, for people who read no code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments.authoring.admin import pages
from assessments.authoring.admin.changed import KINDS, rows
from assessments.edition.diff import diff
from assessments.models import Questionnaire
from assessments.models.reading import read


@require_safe
def compare(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Lay an edition beside another one of its family: the one asked for, else the one in use, else the one before."""
    edition = pages.opened(request, pk)
    family = Questionnaire.objects.filter(slug=edition.slug).exclude(pk=edition.pk).defer("content")
    asked = request.GET.get("with", "")
    if asked.isdecimal():
        other: Questionnaire | None = get_object_or_404(family, pk=asked)
    else:
        in_use, before = family.published(), family.filter(edition__lt=edition.edition)
        other = in_use.first() or before.first() or family.first()
    title = _("Compare editions")
    context = pages.context(site, request, edition, tab="compare", title=title) | {"family": family, "other": other}
    if other:
        old, new = sorted((other, edition), key=lambda row: row.edition)
        changes = diff(read(old.pk), read(new.pk))
        summary = _("Nothing: both say the same.")
        if changes:
            counts = ((sum(change.kind is kind for change in changes), name) for kind, name in KINDS.items())
            whole = ngettext("%(count)d difference", "%(count)d differences", len(changes)) % {"count": len(changes)}
            summary = f"{whole}: {', '.join(f'{count} {str(name).lower()}' for count, name in counts if count)}"
        context |= {"old": old, "new": new, "lines": rows(changes), "counts": summary}
    return TemplateResponse(request, "admin/assessments/questionnaire/compare.html", context)

"""The test drive: an edition answered by its author, with the scores, verdicts and points beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.answering.forms.whole import WholeForm
from assessments.answering.loose import LooseSheet
from assessments.authoring.admin import pages
from assessments.authoring.admin.desk import desk
from recommendations.trials.admin import trying


@require_http_methods(["GET", "HEAD", "POST"])
def drive(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the answers in the form come to; the form is all there is."""
    edition = pages.opened(request, pk)
    data = request.POST if request.method == "POST" else QueryDict()
    form = WholeForm(data, sheet=LooseSheet(edition))
    context: dict[str, Any] = trying.context_of(request, form)
    context |= {
        "edition": edition,
        "desk": desk(edition, tab="drive"),
        "may_keep": request.user.has_perm("recommendations.add_exampleclient"),
        "keep_url": f"{reverse('admin:recommendations_exampleclient_add')}?questionnaire={edition.pk}",
    }
    return trying.answer(request, "admin/recommendations/trying/drive.html", context)

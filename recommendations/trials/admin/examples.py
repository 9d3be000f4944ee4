"""Example clients in the admin: every one of an edition with what came out for it, and running them."""

from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.authoring.admin import pages
from assessments.models import Questionnaire
from organisations.models import User
from recommendations.models import ExampleClient, ExampleRun
from recommendations.trials import runs
from recommendations.trials.admin.drive import drive
from recommendations.trials.admin.example import ExamplePage, edition_of, results_url
from recommendations.trials.examples import leave_out, take_back

LEAVE_OUT: Final = "leave-out"
TAKE_BACK: Final = "take-back"
MOVES: Final[dict[str, tuple[Callable[..., ExampleClient | None], Promise]]] = {
    LEAVE_OUT: (leave_out, gettext_lazy("“%(example)s” is left out from %(label)s on.")),
    TAKE_BACK: (take_back, gettext_lazy("%(label)s is checked against “%(example)s” again.")),
}


@admin.register(ExampleClient)
class ExampleClientAdmin(admin.ModelAdmin[ExampleClient]):
    """An example is written on a page of our own: in the respondent's form, with what comes out beside it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stay out of the index: examples are found on the page of their edition."""
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("drive/<int:pk>/", view(drive), name="recommendations_exampleclient_drive"),
            path("results/<int:pk>/", view(self.results), name="recommendations_exampleclient_results"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Examples are listed edition by edition."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        newest = Questionnaire.objects.order_by("-created_at", "-pk").first()
        if newest is None:
            return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changelist"))
        return HttpResponseRedirect(results_url(newest))

    def results(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the examples of an edition with what came out last; a POST runs them now."""
        edition = pages.opened(request, pk)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._move(request, edition) or self._run(request, edition)
        last_run = ExampleRun.objects.filter(questionnaire=edition).select_related("by").first()
        ran = {row["key"]: row for row in last_run.rows} if last_run else {}
        context = pages.context(self.admin_site, request, edition, tab="examples", title=_("Example clients"))
        context |= {
            "rows": [(row, ran.get(row.key)) for row in ExampleClient.objects.for_edition(edition)],
            "kept": last_run,
            "left_out": ExampleClient.objects.left_out_of(edition),
            "may_run": self.has_change_permission(request),
            "may_move": self.has_change_permission(request) and edition.is_draft,
            "leave_out": LEAVE_OUT,
            "take_back": TAKE_BACK,
            "add_url": f"{reverse('admin:recommendations_exampleclient_add')}?questionnaire={edition.pk}",
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/recommendations/examples.html", context)

    def _move(self, request: HttpRequest, edition: Questionnaire) -> HttpResponse | None:
        """Leave an example out of a draft, or take it back, where that was asked for."""
        asked = next((name for name in MOVES if name in request.POST), None)
        if asked is None:
            return None
        if not self.has_change_permission(request) or not edition.is_draft:
            raise PermissionDenied
        move, message = MOVES[asked]
        row = move(key=request.POST[asked], questionnaire=edition)
        if row is None:
            raise Http404
        messages.success(request, str(message) % {"example": row, "label": edition.label})
        return HttpResponseRedirect(results_url(edition))

    def _run(self, request: HttpRequest, edition: Questionnaire) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        table = runs.run_and_save(questionnaire=edition, user=cast(User, request.user))
        flips = sum(row["flips"] for row in table)
        ran = ngettext("%(count)d example was run", "%(count)d examples were run", len(table)) % {"count": len(table)}
        flipped = ngettext("%(count)d flips", "%(count)d flip", flips) % {"count": flips}
        messages.add_message(request, messages.WARNING if flips else messages.SUCCESS, f"{ran}; {flipped}.")
        return HttpResponseRedirect(results_url(edition))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self._get_row(request, object_id)
        may_save = self.has_change_permission(request, row) if row else True
        return ExamplePage(request, edition_of(request, row), row, may_save=may_save).answer()

    def _get_row(self, request: HttpRequest, object_id: str | None) -> ExampleClient | None:
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)  # it says what was deleted
        return HttpResponseRedirect(reverse("admin:recommendations_exampleclient_changelist"))

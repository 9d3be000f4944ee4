"""What a draft would change, counted while one looks on."""

from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.authoring.admin import pages
from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from assessments.models import Questionnaire
from assessments.models.reading import read
from organisations.models import User
from recommendations.engine import CATALOGUE, VerdictKind
from recommendations.models import ImpactRun, Report
from recommendations.reports.verdicts import VERDICTS
from recommendations.trials import impact
from recommendations.trials.gate import WORDS

SLICE: Final = 2.0  # seconds a request may count
WHAT: Final[dict[str, Promise]] = {
    "leader": gettext_lazy("Another model in front"),
    "headline": gettext_lazy("Another headline"),
    "verdict": gettext_lazy("Another verdict on a function"),
    "lost": gettext_lazy("None of the functions is asked about any more"),
    "strength": gettext_lazy("Another strength, with the same model in front"),
}


@admin.register(ImpactRun)
class ImpactAdmin(admin.ModelAdmin[ImpactRun]):
    """The count has a page below its draft, and no list of its own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImpactRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImpactRun | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.impact_view)
        return [path("<int:pk>/impact/", view, name="recommendations_impactrun_impact"), *super().get_urls()]

    def impact_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _impact(request, pk, site=self.admin_site)


@require_http_methods(["GET", "HEAD", "POST"])
def _impact(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show how far the count is; each POST begins it or goes on with it for a moment."""
    edition = pages.opened(request, pk)
    run = ImpactRun.objects.filter(questionnaire=edition).first()
    if request.method == "POST":
        return _count(request, edition, run)
    context = pages.context(site, request, edition, tab="impact", title=_("Impact of the draft"))
    context |= {"run": run, "is_stale": bool(run and run.mark != impact.mark_of(edition)), "may_count": _may(request)}
    context |= _counts(request, run) if run else {}
    return TemplateResponse(request, "admin/recommendations/impact.html", context)


def _count(request: HttpRequest, edition: Questionnaire, run: ImpactRun | None) -> HttpResponse:
    if not isinstance(request.user, User) or not _may(request):
        raise PermissionDenied
    if not edition.is_draft:
        raise Http404
    if run is None or "again" in request.POST or run.mark != impact.mark_of(edition):
        run = impact.begin(questionnaire=edition, by=request.user)
    impact.go_on(run=run, seconds=SLICE)
    return HttpResponseRedirect(reverse("admin:recommendations_impactrun_impact", args=[edition.pk]))


def _may(request: HttpRequest) -> bool:
    """Whoever writes a draft or publishes it may have it counted."""
    return any(request.user.has_perm(f"assessments.{act}_questionnaire") for act in ("change", "publish"))


def _counts(request: HttpRequest, run: ImpactRun) -> dict[str, Any]:
    step = impact.every(run)
    counts = {**run.counts, "strength": run.counts.get("strength", 0) * step}
    moves = sorted(run.moves.items(), key=lambda counted: -counted[1])
    sides = ((*(str(WORDS.get(label, label)) for label in move.split(">")), count) for move, count in moves)
    return {
        "rows": [(what, name, counts.get(what, 0), what == "strength" and step > 1) for what, name in WHAT.items()],
        "moves": list(sides),
        "any": counts.get("any", 0),
        "examples": _examples(request, run) if _may(request) else [],
    }


def _examples(request: HttpRequest, run: ImpactRun) -> list[dict[str, Any]]:
    """Tell a few without saying whose they are; a report is linked only for those to whom it opens."""
    mine = Report.objects.visible_to(request.user) if request.user.is_authenticated else Report.objects.none()
    opens = mine.in_bulk([example["assessment"] for example in run.examples], field_name="assessment_id")
    draft = read(run.questionnaire_id)
    shorts = {question.key: question.short for question in draft.questions}
    return [
        {
            "report": opens.get(UUID(example["assessment"])),
            "before": WORDS.get(example["before"], ""),
            "after": WORDS.get(example["after"], _("nothing any more")),
            "what": [WHAT[what] for what in example["what"]],
            "scores": zip(LABELS.values(), *example.get("scores", ()), strict=False),
            "functions": [_function(draft, *each) for each in example.get("functions", ())],
            "because": [
                _("what the catalogue says") if key == CATALOGUE else shorts.get(key, key)
                for key in example.get("because", ())
            ],
        }
        for example in run.examples
    ]


def _function(draft: flow.Edition, key: str, before: str, after: str) -> dict[str, Any]:
    own = _("A function of their own") if key in flow.OWN_KEYS else key
    name = draft.function_by_key[key].name if key in draft.function_by_key else own
    return {"name": name, "before": _verdict(before), "after": _verdict(after), "is_other": before != after}


def _verdict(kind: str) -> str:
    return str(VERDICTS[VerdictKind(kind)].label) if kind else _("Not asked about")

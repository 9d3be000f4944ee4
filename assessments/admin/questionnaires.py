"""Editions: the list, the page of one, and what is done with it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.validators import RegexValidator
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessments.admin import overview
from assessments.admin.parts import PartForm
from assessments.editions import EditionError, LintError, copy_to_draft, publish, retire
from assessments.models import Assessment, BusinessFunction, FrozenEditionError, Question, Questionnaire
from assessments.toml_file import LANGUAGE

DRAFT = Assessment.Status.DRAFT
SHOWN = 10


class QuestionnaireForm(PartForm):
    language = forms.CharField(
        max_length=12,
        initial="en",
        validators=(RegexValidator(rf"\A{LANGUAGE.pattern}\Z", _("Use a language code such as “en” or “pt-BR”")),),
    )

    class Meta:
        model = Questionnaire
        fields = ("slug", "edition", "language", "title", "introduction")
        help_texts: ClassVar = {
            "slug": _("Small letters and hyphens, such as “sourcing”. All editions of one questionnaire share it."),
            "edition": _("Counts up: 1, 2, 3. A published edition is never changed; the next one takes its place."),
            "introduction": _("One or two sentences for the page with all steps."),
        }
        widgets: ClassVar = {
            "title": forms.TextInput({"class": "vLargeTextField"}),
            "introduction": forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        }


def _counted(rows: QuerySet[Any], *, distinct: str = "pk", **conditions: Any) -> Coalesce:
    """Count related rows in a query of its own, since joins would multiply each other."""
    counted = rows.filter(questionnaire=OuterRef("pk"), **conditions).order_by().values("questionnaire")
    return Coalesce(Subquery(counted.annotate(n=Count(distinct)).values("n")), 0, output_field=IntegerField())


@admin.register(Questionnaire)
class QuestionnaireAdmin(admin.ModelAdmin[Questionnaire]):
    form = QuestionnaireForm
    list_display = ("label", "title", "state", "questions", "functions", "begun", "submitted", "published_at")
    list_display_links = ("label", "title")
    search_fields = ("slug", "title")
    ordering = ("slug", "-edition")
    show_full_result_count = False
    actions = ("copy", "publish", "retire")
    fieldsets = ((_("Title and number"), {"fields": ("title", "introduction", ("slug", "edition", "language"))}),)

    class Media:
        css: ClassVar = {"all": ("css/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        begun = Assessment.objects.all()
        return (
            super()
            .get_queryset(request)
            .annotate(
                question_count=_counted(Question.objects.all()),
                function_count=_counted(BusinessFunction.objects.all()),
                begun_count=_counted(begun, status=DRAFT),
                submitted_count=_counted(begun.filter(~Q(status=DRAFT))),
            )
        )

    @admin.display(description=_("edition"), ordering="edition")
    def label(self, row: Questionnaire) -> str:
        return row.label

    @admin.display(description=_("status"), ordering="status")
    def state(self, row: Questionnaire) -> str:
        return row.get_status_display()

    @admin.display(description=_("questions"), ordering="question_count")
    def questions(self, row: Any) -> int:
        count: int = row.question_count
        return count

    @admin.display(description=_("functions"), ordering="function_count")
    def functions(self, row: Any) -> int:
        count: int = row.function_count
        return count

    @admin.display(description=_("assessments in progress"), ordering="begun_count")
    def begun(self, row: Any) -> int:
        count: int = row.begun_count
        return count

    @admin.display(description=_("submitted"), ordering="submitted_count")
    def submitted(self, row: Any) -> int:
        count: int = row.submitted_count
        return count

    def has_change_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Delete an edition on its own page only, where one sees what goes with it."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the edition and its answers, not each of its hundreds of parts."""
        rows = list(objs)
        answers = Assessment.objects.filter(questionnaire__in=rows)
        protected = [str(assessment) for assessment in answers.select_related("questionnaire")[:SHOWN]]
        frozen = {str(self.opts.verbose_name) for row in rows if not row.is_draft}
        counts = {section.name: section.count for row in rows for section in overview.sections(row)}
        return [row.label for row in rows], counts, frozen, protected

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None:
            extra_context = {**(extra_context or {}), **self._shown(request, row)}
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except FrozenEditionError as error:  # somebody published it while this page was being sent
            self.message_user(request, str(error), messages.ERROR)
            return _page(row) if row else HttpResponseRedirect(_list())

    def _shown(self, request: HttpRequest, row: Questionnaire) -> dict[str, Any]:
        return {
            "edition": row,
            "sections": overview.sections(row),
            "findings": overview.told(row),
            "step_lines": overview.steps(row),
            "may_write": self.has_change_permission(request),
            "list_url": _list(),
            "chosen": ACTION_CHECKBOX_NAME,
        }

    @admin.action(description=_("Copy to a new draft"), permissions=["change"])
    def copy(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> HttpResponse | None:
        row = self._only(request, queryset)
        if row is None:
            return None
        try:
            draft = copy_to_draft(questionnaire=row)
        except EditionError as error:
            self.message_user(request, str(error), messages.ERROR)
            return _page(row)
        said = _now("%(draft)s is a draft with the content of %(label)s. Change it, then publish it.")
        self.message_user(request, said % {"draft": draft.label, "label": row.label}, messages.SUCCESS)
        self.log_addition(request, draft, _now("Copied from %(label)s") % {"label": row.label})
        return _page(draft)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> HttpResponse | None:
        former = Questionnaire.objects.published().filter(slug__in=queryset.values("slug"))
        consequences = [
            _now("It can’t be changed afterwards; the next change needs a new edition."),
            *(_now("%(label)s is retired.") % {"label": row.label} for row in former),
            _now("Assessments begun with an earlier edition are finished with that edition."),
        ]
        return self._decide(request, queryset, publish, consequences)

    @admin.action(description=_("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> HttpResponse | None:
        consequences = [
            _now("Nobody can start a new assessment with it."),
            _now("Assessments begun with it can still be finished, and every report stays."),
        ]
        return self._decide(request, queryset, retire, consequences)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[Questionnaire],
        service: Callable[..., None],
        consequences: list[str],
    ) -> HttpResponse | None:
        """Ask once what can't be undone, then do it."""
        row = self._only(request, queryset)
        if row is None:
            return None
        if "confirmed" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "opts": self.opts,
                "edition": row,
                "action": service.__name__,
                "consequences": consequences,
                "chosen": ACTION_CHECKBOX_NAME,
                "title": self.get_actions(request)[service.__name__][2],
            }
            return TemplateResponse(request, "admin/assessments/questionnaire/confirm.html", context)
        try:
            service(questionnaire=row)
        except LintError as error:
            said = _now("%(label)s is not published: %(count)d findings stand in the way. They are listed below.")
            self.message_user(request, said % {"label": row.label, "count": len(error.findings)}, messages.ERROR)
        except EditionError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            said = _now("%(label)s is %(status)s.") % {"label": row.label, "status": row.get_status_display()}
            self.message_user(request, said, messages.SUCCESS)
            self.log_change(request, row, said)
        return _page(row)

    def _only(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> Questionnaire | None:
        rows = list(queryset[:2])
        if len(rows) == 1:
            return rows[0]
        self.message_user(request, _now("Choose one edition"), messages.ERROR)
        return None


def _page(row: Questionnaire) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[row.pk]))


def _list() -> str:
    return reverse("admin:assessments_questionnaire_changelist")

"""Editions: the list, the page of one, and what is done with it."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.validators import RegexValidator
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.authoring.admin import decisions, overview, routes, wording
from assessments.authoring.admin.desk import OVERVIEW, desk
from assessments.authoring.admin.parts import PartForm
from assessments.authoring.toml_file import LANGUAGE
from assessments.models import Assessment, BusinessFunction, FrozenEditionError, Question, Questionnaire
from organisations.models import User

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
    list_display = (
        *("label", "state", "title", "questions", "functions", "begun", "submitted"),
        *("made", "published"),
    )
    list_select_related = ("made_by", "published_by")
    list_display_links = ("label", "title")
    search_fields = ("slug", "title")
    ordering = ("slug", "-edition")
    show_full_result_count = False
    actions = None
    fieldsets = ((_("Title and number"), {"fields": ("title", "introduction", ("slug", "edition", "language"))}),)

    class Media:
        css: ClassVar = {"all": ("css/admin.css",)}
        js = ("js/author.js",)

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

    @admin.display(description=_("in progress"), ordering="begun_count")
    def begun(self, row: Any) -> int:
        count: int = row.begun_count
        return count

    @admin.display(description=_("submitted"), ordering="submitted_count")
    def submitted(self, row: Any) -> int:
        count: int = row.submitted_count
        return count

    @admin.display(description=_("made"), ordering="created_at")
    def made(self, row: Questionnaire) -> SafeString:
        return _when(row.created_at, row.made_by)

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, row: Questionnaire) -> SafeString:
        return _when(row.published_at, row.published_by)

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """Offer for each edition what this person may do with it next."""

        @admin.display(description=_("next"))
        def next_steps(row: Questionnaire) -> SafeString:
            offered = decisions.next_steps(request, row)
            return format_html_join(
                " ",
                '<a href="{}" aria-label="{}: {}">{}</a>',
                ((one.url, row.label, one.name, one.name) for one in offered),
            )

        return (*self.list_display, next_steps)

    def get_urls(self) -> list[Any]:
        return [*decisions.urls(self.admin_site), *routes.urls(self.admin_site), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the edition and its answers, not each of its hundreds of parts."""
        rows = list(objs)
        answers = Assessment.every.filter(questionnaire__in=rows)
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Give the columns the room of the list of models beside them."""
        return super().changelist_view(request, {**(extra_context or {}), "is_nav_sidebar_enabled": False})

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().delete_view(request, object_id, {**(extra_context or {}), **self._laid(request, object_id)})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            return super().history_view(request, object_id, extra_context)
        return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changes", args=[row.pk]))

    def _laid(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            return {}
        return {"desk": desk(row), "is_nav_sidebar_enabled": False}

    def _shown(self, request: HttpRequest, row: Questionnaire) -> dict[str, Any]:
        return {
            "edition": row,
            "sections": overview.sections(row),
            "desk": desk(row, here=OVERVIEW),
            "is_nav_sidebar_enabled": False,
            "step_lines": overview.steps(row),
            "next_steps": decisions.next_steps(request, row),
            "reword": wording.link(request, row, row),
        }


def _when(moment: datetime | None, who: User | None) -> SafeString:
    if moment is None:
        return format_html("{}", "–")
    day = date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
    return format_html("{}<br>{}", day, who) if who else format_html("{}", day)


def _page(row: Questionnaire) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[row.pk]))


def _list() -> str:
    return reverse("admin:assessments_questionnaire_changelist")

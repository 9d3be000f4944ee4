"""Editions: the list, the page of one, and what is done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.validators import RegexValidator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.authoring.admin import contents, decisions, overview, routes, wording
from assessments.authoring.admin.desk import OVERVIEW, desk
from assessments.authoring.admin.parts import PartForm
from assessments.authoring.revisions import changing, record
from assessments.authoring.toml_file import LANGUAGE
from assessments.models import Assessment, FrozenEditionError, Questionnaire
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
        """Count the assessments in queries of their own, since joins would multiply each other."""

        def counted(rows: QuerySet[Any]) -> Coalesce:
            of_one = rows.filter(questionnaire=OuterRef("pk")).order_by().values("questionnaire")
            return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())

        begun = Assessment.objects.all()
        rows = super().get_queryset(request).defer("content")
        return rows.annotate(
            begun_count=counted(begun.filter(status=DRAFT)), submitted_count=counted(begun.exclude(status=DRAFT))
        )

    @admin.display(description=_("edition"), ordering="edition")
    def label(self, row: Questionnaire) -> str:
        return row.label

    @admin.display(description=_("status"), ordering="status")
    def state(self, row: Questionnaire) -> str:
        return row.get_status_display()

    @admin.display(description=_("questions"), ordering="question_count")
    def questions(self, row: Questionnaire) -> int:
        return row.question_count

    @admin.display(description=_("functions"), ordering="function_count")
    def functions(self, row: Questionnaire) -> int:
        return row.function_count

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
                ((step["url"], row.label, step["name"], step["name"]) for step in offered),
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
        counts = {str(section["name"]): section["count"] for row in rows for section in overview.sections(row)}
        return [row.label for row in rows], counts, frozen, protected

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return super().change_view(request, object_id, form_url, extra_context)
        extra_context = {**(extra_context or {}), **self._context_of(request, row)}
        return self._change(
            request,
            row,
            lambda: super(QuestionnaireAdmin, self).change_view(request, object_id, form_url, extra_context),
        )

    def _change(self, request: HttpRequest, row: Questionnaire, act: Callable[[], HttpResponse]) -> HttpResponse:
        """Answer a page; one that is sent holds the draft meanwhile and keeps a revision of what it changed."""
        if request.method != "POST" or not row.is_draft or not isinstance(request.user, User):
            return act()
        try:
            with changing(row.pk, by=request.user):
                return act()
        except FrozenEditionError as error:  # somebody published it while this page was being sent
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[row.pk]))

    def save_model(self, request: HttpRequest, obj: Questionnaire, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's own signature
        super().save_model(request, obj, form, change)
        if not change and isinstance(request.user, User):
            record(obj, by=request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Give the columns the room of the list of models beside them."""
        return super().changelist_view(request, {**(extra_context or {}), "is_nav_sidebar_enabled": False})

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            return super().delete_view(request, object_id, extra_context)
        extra_context = {**(extra_context or {}), "desk": desk(row), "is_nav_sidebar_enabled": False}
        return self._change(
            request, row, lambda: super(QuestionnaireAdmin, self).delete_view(request, object_id, extra_context)
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            return super().history_view(request, object_id, extra_context)
        return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changes", args=[row.pk]))

    def _context_of(self, request: HttpRequest, row: Questionnaire) -> dict[str, Any]:
        return {
            "edition": row,
            "content": None if row.is_draft else contents.readable(row),
            "sections": overview.sections(row),
            "desk": desk(row, tab=OVERVIEW),
            "is_nav_sidebar_enabled": False,
            "step_lines": overview.steps(row),
            "next_steps": decisions.next_steps(request, row),
            "may_reword": not row.is_draft and request.user.has_perm(wording.RIGHT),
        }


def _when(moment: datetime | None, who: User | None) -> SafeString:
    if moment is None:
        return format_html("{}", "–")
    day = date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
    return format_html("{}<br>{}", day, who) if who else format_html("{}", day)

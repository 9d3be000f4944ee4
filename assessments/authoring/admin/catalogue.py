"""Steps, sources, departments and functions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.authoring.admin import overview, words
from assessments.authoring.admin.fields import EvidenceInput
from assessments.authoring.admin.parts import EditionPartForm, PartAdmin, WithinEdition
from assessments.edition.sourcing_models import LABELS
from assessments.models import BusinessFunction, Department, Questionnaire, Source, Step

PRIOR = tuple(LABELS)
WIDE = {"class": "vLargeTextField"}


class StepAdminForm(EditionPartForm):
    key_field = "slug"
    between = "-"
    named_by = ("title",)

    class Meta(EditionPartForm.Meta):
        model = Step
        fields = ("questionnaire", "position", "slug", "title", "lead", "minutes")
        help_texts: ClassVar = {"position": words.POSITION, "minutes": _("How long the page takes; shown on the hub.")}
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {"lead": forms.Textarea(WIDE | {"rows": 2})}


@admin.register(Step)
class StepAdmin(PartAdmin[Step]):
    form = StepAdminForm
    list_display = ("title", "slug", "minutes", "position", "asks")
    fieldsets = ((None, {"fields": ("questionnaire", "title", "slug", "lead", ("minutes", "position"))}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        return super().get_queryset(request).annotate(asked=Count("questions"))

    def context_of(self, edition: Questionnaire, original: Any) -> dict[str, Any]:
        """List what the step asks, with the way to each question and to one more."""
        below = next((line for line in overview.steps(edition) if original and line["slug"] == original.slug), None)
        return {**super().context_of(edition, original), "step_line": below}

    @admin.display(description=_("questions"))
    def asks(self, row: Step) -> int:
        count: int = getattr(row, "asked", 0)
        return count


class SourceForm(EditionPartForm):
    named_by = ("title",)

    class Meta(EditionPartForm.Meta):
        model = Source
        fields = ("questionnaire", "position", "key", "title", "note")
        help_texts: ClassVar = {"position": words.POSITION}
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {
            "title": forms.TextInput(WIDE),
            "note": forms.TextInput(WIDE),
        }


@admin.register(Source)
class SourceAdmin(PartAdmin[Source]):
    form = SourceForm
    list_display = ("title", "key", "note", "position")
    search_fields = ("key", "title", "note")
    fieldsets = ((None, {"fields": ("questionnaire", "title", "note", ("key", "position"))}),)


class DepartmentForm(EditionPartForm):
    named_by = ("name",)

    class Meta(EditionPartForm.Meta):
        model = Department
        fields = ("questionnaire", "position", "key", "name")
        help_texts: ClassVar = {"position": words.POSITION}


@admin.register(Department)
class DepartmentAdmin(PartAdmin[Department]):
    form = DepartmentForm
    list_display = ("name", "key", "position", "holds")
    fieldsets = ((None, {"fields": ("questionnaire", "name", ("key", "position"))}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).annotate(held=Count("functions"))

    @admin.display(description=_("functions"))
    def holds(self, row: Department) -> int:
        count: int = getattr(row, "held", 0)
        return count


class FunctionForm(EditionPartForm):
    named_by = ("name",)

    class Meta(EditionPartForm.Meta):
        model = BusinessFunction
        fields = (
            "questionnaire",
            "position",
            "key",
            "name",
            "hint",
            "department",
            "office",
            *PRIOR,
            "says",
            "split",
            "source",
        )
        help_texts: ClassVar = {
            "position": words.POSITION,
            "hint": _("A short line under the name where functions are chosen; mostly empty."),
            "split": _("Where it was parted from a neighbour: how, in words for an owner."),
        }
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {
            "hint": forms.TextInput(WIDE),
            **dict.fromkeys(PRIOR, EvidenceInput),
            "says": forms.Textarea(WIDE | {"rows": 3}),
            "split": forms.Textarea(WIDE | {"rows": 2}),
        }


@admin.register(BusinessFunction)
class FunctionAdmin(PartAdmin[BusinessFunction]):
    form = FunctionForm
    within = ("department", "source")
    list_display = ("name", "department", "office", *PRIOR, "position")
    list_filter: ClassVar[Any] = ("questionnaire", ("department", WithinEdition), "office")
    list_select_related = ("department",)
    search_fields = ("key", "name", "says", "split")
    ordering = ("department__position", "position", "pk")
    fieldsets = (
        (None, {"fields": ("questionnaire", "name", "hint", ("department", "office"), ("key", "position"))}),
        (_("Prior"), {"description": words.PRIOR, "fields": (PRIOR, "says", "source", "split")}),
    )

"""Steps, sources, departments and functions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.authoring.admin import overview, words
from assessments.authoring.admin.fields import EvidenceInput
from assessments.authoring.admin.parts import EditionPartForm, PartAdmin, WithinEdition
from assessments.edition.sourcing_models import LABELS
from assessments.edition.toml_table import twice
from assessments.models import BusinessFunction, Department, Questionnaire, Source, Step

PRIOR = tuple(LABELS)
WIDE = {"class": "vLargeTextField"}
BOTH = 2


class StepAdminForm(EditionPartForm):
    key_field = "slug"
    between = "-"
    named_by = ("title",)

    class Meta(EditionPartForm.Meta):
        model = Step
        fields = ("questionnaire", "position", "slug", "title", "lead")
        help_texts: ClassVar = {"position": words.POSITION}
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {"lead": forms.Textarea(WIDE | {"rows": 2})}


@admin.register(Step)
class StepAdmin(PartAdmin[Step]):
    form = StepAdminForm
    list_display = ("title", "slug", "position", "asks")
    fieldsets = ((None, {"fields": ("questionnaire", "title", "slug", "lead", "position")}),)

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
    """`typical` and `skips` are lines of keys here and lists in the row; what they name is checked by the lint."""

    named_by = ("name",)

    typical = forms.CharField(
        required=False,
        label=_("Typical answers"),
        help_text=words.TYPICAL,
        max_length=1000,
        widget=forms.Textarea(WIDE | {"rows": 5}),
    )
    skips = forms.CharField(
        required=False,
        label=_("Questions that make no sense"),
        help_text=words.SKIPS,
        max_length=500,
        widget=forms.Textarea(WIDE | {"rows": 3}),
    )

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
            "subject",
            *PRIOR,
            "hand_over",
            "hand_over_why",
            "hand_over_source",
            "one_off",
            "common",
            "says",
            "split",
            "source",
            "in_sentence",
            "synonyms",
        )
        help_texts: ClassVar = {
            "position": words.POSITION,
            "hand_over": words.HAND_OVER,
            "in_sentence": _("The name as it stands inside a sentence, such as “the daily books”."),
            "synonyms": _("Words that owners look for, between commas."),
            "common": words.COMMON,
            "hint": _("A short line under the name where functions are chosen; mostly empty."),
            "split": _("Where it was parted from a neighbour: how, in words for an owner."),
        }
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {
            "hint": forms.TextInput(WIDE),
            **dict.fromkeys((*PRIOR, "hand_over"), EvidenceInput),
            "hand_over_why": forms.Textarea(WIDE | {"rows": 2}),
            "says": forms.Textarea(WIDE | {"rows": 3}),
            "split": forms.Textarea(WIDE | {"rows": 2}),
            "synonyms": forms.TextInput(WIDE),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["typical"] = "\n".join(f"{question} = {choice}" for question, choice in self.instance.typical)
        self.initial["skips"] = "\n".join(self.instance.skips)

    def clean_typical(self) -> list[list[str]]:
        pairs = [line.split("=", 1) for line in _lines(self.cleaned_data["typical"])]
        if wrong := next((pair[0] for pair in pairs if len(pair) < BOTH), ""):
            message = _("Write a question, “=” and a choice on each line; “%(line)s” has no “=”")
            raise ValidationError(message, params={"line": wrong})
        typical = [[question.strip(), choice.strip()] for question, choice in pairs]
        if again := twice([question for question, _choice in typical]):
            message = _("“%(question)s” stands on two lines: a question has one typical answer")
            raise ValidationError(message, params={"question": again[0]})
        return typical

    def clean_skips(self) -> list[str]:
        return _lines(self.cleaned_data["skips"])

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django has it
        self.instance.typical, self.instance.skips = self.cleaned_data["typical"], self.cleaned_data["skips"]
        return super().save(commit)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@admin.register(BusinessFunction)
class FunctionAdmin(PartAdmin[BusinessFunction]):
    form = FunctionForm
    within = ("department", "source", "hand_over_source")
    list_display = ("name", "department", "office", *PRIOR, "position")
    list_filter: ClassVar[Any] = ("questionnaire", ("department", WithinEdition), "office")
    list_select_related = ("department",)
    search_fields = ("key", "name", "says", "split")
    ordering = ("department__position", "position", "pk")
    fieldsets = (
        (None, {"fields": ("questionnaire", "name", "hint", ("department", "office"), ("key", "position"), "common")}),
        (_("Words"), {"fields": ("in_sentence", "synonyms")}),
        (_("Prior"), {"description": words.PRIOR, "fields": ("subject", PRIOR, "says", "source", "split")}),
        (_("Whether to hand it over"), {"fields": (("hand_over", "one_off"), "hand_over_why", "hand_over_source")}),
        (_("Asking about it"), {"fields": ("typical", "skips")}),
    )

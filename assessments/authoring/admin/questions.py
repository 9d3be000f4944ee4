"""Questions with their answers, and answers with their advice."""

from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.authoring.admin import words
from assessments.authoring.admin.fields import EvidenceInput, KeyedForm, Neighbours, signed, tone
from assessments.authoring.admin.parts import (
    EditionPartForm,
    NarrowInline,
    PartAdmin,
    PartForm,
    WithinEdition,
    edition_of,
)
from assessments.edition.sourcing_models import COLUMNS
from assessments.models import Advice, Choice, Question, Questionnaire

EVIDENCE = tuple(map(str, COLUMNS))
FIRST_ANSWERS = 3  # empty places for the answers of a new question


def _asked_after(choices: list[Choice]) -> str:
    """Say after which answers a question is asked now."""
    if not choices:
        return ""
    answers = ", ".join(f"“{choice.text}”" for choice in choices)
    return _("Now only after “%(question)s”: %(answers)s.") % {"question": choices[0].question.text, "answers": answers}


class QuestionForm(EditionPartForm):
    named_by = ("short", "text")

    asked_after = forms.ModelMultipleChoiceField(
        Choice.objects.none(),
        required=False,
        label=_("Asked only after"),
        help_text=words.CONDITION,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(EditionPartForm.Meta):
        model = Question
        fields = (
            "questionnaire",
            "step",
            "position",
            "key",
            "scope",
            "weight",
            "text",
            "short",
            "hint",
            "why",
            "subject",
            "own_functions_only",
            "fixed",
            "exempt",
        )
        help_texts: ClassVar = {
            "position": words.POSITION,
            "weight": words.WEIGHT,
            "short": words.SHORT_NAME,
            "exempt": words.EXEMPT,
            "subject": words.SUBJECT,
        }
        widgets: ClassVar[dict[str, Any]] = EditionPartForm.Meta.widgets | {
            "text": forms.TextInput({"class": "vLargeTextField"}),
            "hint": forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            "why": forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
            "exempt": forms.TextInput({"class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            chosen = list(self.instance.shown_by.select_related("question"))
            self.initial["asked_after"] = [choice.pk for choice in chosen]
            self.fields["asked_after"].help_text = f"{words.CONDITION} {_asked_after(chosen)}"

    def clean_asked_after(self) -> QuerySet[Choice]:
        chosen: QuerySet[Choice] = self.cleaned_data["asked_after"]
        if len({choice.question_id for choice in chosen}) > 1:
            raise ValidationError(_("Choose answers of one question only"))
        return chosen


class ChoiceForm(KeyedForm, PartForm):
    named_by = ("short", "text")

    signal = forms.ChoiceField(choices=words.SIGNAL_CHOICES, required=False, label=_("Signal"), help_text=words.SIGNAL)

    class Meta:
        model = Choice
        fields = ("position", "key", "text", "short", *EVIDENCE, "reason", "source", "signal")
        help_texts: ClassVar = {"short": words.SHORT_ANSWER, "reason": words.REASON}
        widgets: ClassVar = {
            "text": forms.TextInput({"class": "vLargeTextField"}),
            "reason": forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            **dict.fromkeys(EVIDENCE, EvidenceInput),
        }


class ChoiceFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """The answers of one question, which know each other's keys so that two new ones never get the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(self.get_queryset()) if self.instance.pk else []
        self.neighbours = Neighbours({row.key for row in rows}, max((row.position for row in rows), default=0))

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.neighbours = self.neighbours


class ChoiceInline(NarrowInline, admin.StackedInline):  # type: ignore[type-arg] # django-stubs gives the two different parents
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet
    extra = 0
    verbose_name = _("answer")
    verbose_name_plural = _("answers to choose from")
    readonly_fields = ("advice_link",)
    fieldsets = (
        (
            None,
            {
                # Two columns on a wide screen: what stands side by side here stands side by side there.
                "fields": (
                    *("text", "short"),
                    *(EVIDENCE, "reason"),
                    *("source", "signal"),
                    *(("key", "position"), "advice_link"),
                ),
            },
        ),
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else FIRST_ANSWERS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        rows: QuerySet[Choice] = super().get_queryset(request)
        return rows.annotate(pieces=Count("advice")).order_by("position", "pk")

    @admin.display(description=_("advice"))
    def advice_link(self, row: Choice) -> SafeString | str:
        if not row.pk:
            return str(_("Save first, then add advice"))
        pieces = getattr(row, "pieces", 0)
        text = ngettext("%(pieces)d piece of advice", "%(pieces)d pieces of advice", pieces) % {"pieces": pieces}
        return format_html('<a href="{}">{}</a>', reverse("admin:assessments_choice_change", args=[row.pk]), text)


@admin.register(Question)
class QuestionAdmin(PartAdmin[Question]):
    form = QuestionForm
    within = ("step",)
    inline_help = words.EVIDENCE
    inlines = (ChoiceInline,)
    list_display = ("text", "step", "asked", "weight", "answers", "position")
    list_filter = ("questionnaire", ("step", WithinEdition), "scope")
    list_select_related = ("step",)
    search_fields = ("key", "text", "short", "choices__text", "choices__reason")
    ordering = ("step__position", "position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(answers_count=Count("choices", distinct=True))

    @admin.display(description=_("answers"), ordering="answers_count")
    def answers(self, row: Question) -> int:
        count: int = getattr(row, "answers_count", 0)
        return count

    @admin.display(description=_("asked"), ordering="scope")
    def asked(self, row: Question) -> str:
        return str(words.ASKED[row.scope])

    @admin.display(description=_("Asked only after"))
    def condition(self, row: Question) -> str:
        return _asked_after(list(row.shown_by.select_related("question"))) or str(_("Always asked"))

    def context_of(self, edition: Questionnaire, original: Any) -> dict[str, Any]:
        """Show what each answer says at a glance."""
        rows = [
            {
                "text": choice.text,
                "href": f"#choices-{at}",
                "numbers": [(signed(number), tone(number)) for number in (getattr(choice, name) for name in EVIDENCE)],
            }
            for at, choice in enumerate(original.choices.all() if original else ())
        ]
        return {**super().context_of(edition, original), "matrix": rows}

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        may_only_look = obj is not None and not self.has_change_permission(request, obj)
        used = obj is not None and (obj.exempt or obj.shown_by.exists())
        return (
            (None, {"fields": ("questionnaire", "text", "short", "hint", "why")}),
            (
                _("Where and how it counts"),
                {
                    "fields": (
                        ("step", "position"),
                        ("scope", "weight"),
                        "key",
                        ("subject", "own_functions_only", "fixed"),
                    )
                },
            ),
            (
                _("Seldom needed"),
                {
                    "classes": () if used else ("collapse",),
                    "fields": ("condition" if may_only_look else "asked_after", "exempt"),
                },
            ),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's own signature
        form = super().get_form(request, obj, change, **kwargs)
        field = form.base_fields.get("asked_after")
        if field is not None:
            edition = edition_of(obj) if obj else form.base_fields["questionnaire"].queryset.first()
            others = Choice.objects.filter(question__questionnaire=edition).exclude(question=obj)
            field.queryset = others.select_related("question").order_by("question__position", "position")
            groups = groupby(field.queryset, key=lambda choice: choice.question.text)
            field.choices = [(text, [(choice.pk, choice.text) for choice in group]) for text, group in groups]
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's own signature
        super().save_related(request, form, formsets, change)
        form.instance.shown_by.set(form.cleaned_data["asked_after"])


class AdviceForm(PartForm):
    class Meta:
        model = Advice
        fields = ("position", "kind", "model", "title", "text", "effort", "impact", "source")
        widgets: ClassVar = {
            "title": forms.TextInput({"class": "vLargeTextField"}),
            "text": forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        }
        help_texts: ClassVar = {
            "effort": _("1 little, 2 some, 3 much"),
            "impact": _("1 little, 2 some, 3 much"),
        }


class AdviceInline(NarrowInline, admin.StackedInline):  # type: ignore[type-arg] # django-stubs gives the two different parents
    model = Advice
    form = AdviceForm
    extra = 0
    verbose_name_plural = _("advice given with this answer")
    fieldsets = (
        (
            None,
            {"fields": ("title", "text", ("kind", "model", "position"), ("effort", "impact"), "source")},
        ),
    )


@admin.register(Choice)
class ChoiceAdmin(PartAdmin[Choice]):
    """One answer on a page of its own, for its advice; it is added on the page of its question."""

    form = ChoiceForm
    within = ("source",)
    inlines = (AdviceInline,)
    readonly_fields = ("question_link",)
    list_filter = ()
    fieldsets = (
        (None, {"fields": ("question_link", "text", ("short", "key", "position"))}),
        (_("Evidence"), {"description": words.EVIDENCE, "fields": (EVIDENCE, "reason", ("source", "signal"))}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        return super().get_queryset(request).select_related("question__questionnaire")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Answers are listed on the pages of their questions."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:assessments_question_changelist"))

    @admin.display(description=_("question"))
    def question_link(self, row: Choice) -> SafeString:
        address = reverse("admin:assessments_question_change", args=[row.question_id])
        return format_html('<a href="{}">{}</a>', address, row.question.text)

    def _back(self, obj: Choice) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:assessments_question_change", args=[obj.question_id]))

"""What is said about the three models, in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from recommendations.learn.admin import profile_languages
from recommendations.models import ModelProfile, ProfilePoint

WIDE = {"class": "vLargeTextField"}
SOURCES = _("Keys of the edition’s sources, separated by commas, such as “s000, s002”.")


class ProfileForm(forms.ModelForm[ModelProfile]):
    class Meta:
        model = ModelProfile
        fields = ("key", "full_name", "motto", "summary", "definition", "judged_by", "paid_by", "term", "sources")
        help_texts: ClassVar = {"sources": SOURCES}
        widgets: ClassVar = {
            "motto": forms.TextInput(WIDE),
            "summary": forms.Textarea(WIDE | {"rows": 2}),
            "definition": forms.Textarea(WIDE | {"rows": 4}),
            "judged_by": forms.Textarea(WIDE | {"rows": 2}),
            "paid_by": forms.Textarea(WIDE | {"rows": 3}),
            "term": forms.Textarea(WIDE | {"rows": 2}),
            "sources": forms.TextInput(WIDE),
        }


class PointForm(forms.ModelForm[ProfilePoint]):
    class Meta:
        model = ProfilePoint
        fields = ("kind", "position", "text", "remedy", "source")
        widgets: ClassVar = {
            "text": forms.Textarea({"rows": 3, "cols": 30}),
            "remedy": forms.Textarea({"rows": 3, "cols": 26}),
            "source": forms.TextInput({"size": 4}),
        }


class PointInline(admin.TabularInline[ProfilePoint, ModelProfile]):
    model = ProfilePoint
    form = PointForm
    extra = 0
    ordering = ("kind", "position", "pk")


@admin.register(ModelProfile)
class ModelProfileAdmin(admin.ModelAdmin[ModelProfile]):
    """BPO, KPO and ITO. Reports keep the words they were given with; pages say the new ones at once."""

    form = ProfileForm
    inlines = (PointInline,)
    list_display = ("key", "full_name", "motto", "lines")
    show_full_result_count = False
    change_list_template = "admin/recommendations/profiles.html"
    fieldsets = (
        (None, {"fields": (("key", "full_name"), "motto", "summary", "definition")}),
        (_("How it works"), {"fields": ("judged_by", "paid_by", "term", "sources")}),
    )

    class Media:
        css: ClassVar = {"all": ("css/admin.css",)}

    def get_urls(self) -> list[URLPattern]:
        return [*profile_languages.urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelProfile]:
        return super().get_queryset(request).annotate(line_count=Count("points"))

    def has_delete_permission(self, request: HttpRequest, obj: ModelProfile | None = None) -> bool:
        """Keep all three: their pages and every report point to them."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: ModelProfile | None = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    @admin.display(description=_("lines"), ordering="line_count")
    def lines(self, row: Any) -> int:
        count: int = row.line_count
        return count

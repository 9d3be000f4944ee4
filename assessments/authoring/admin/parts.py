"""What all parts of a draft have in common in the admin: one edition at a time, and two authors never blindly."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qs, urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import models
from django.forms.models import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assessments.authoring.admin.desk import desk
from assessments.authoring.admin.fields import KeyedForm, Neighbours
from assessments.authoring.admin.meanwhile import concerns, saved_meanwhile, with_revision
from assessments.authoring.revisions import changing
from assessments.models import FrozenEditionError, Questionnaire
from assessments.models.rows import path_of
from organisations.models import User

FILTER = "questionnaire__id__exact"
LONGEST_NUMBER = 18  # digits that fit every database's primary key
SAME_KEY = _("Another one in this edition has this key already: choose a different key")

Row = TypeVar("Row", bound=models.Model)


class PartForm(forms.ModelForm[Any]):
    """A form whose texts hold plain line ends, as a file's do, and which is refused where others saved meanwhile.

    It carries the number of the revision that it was made from.
    """

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix or not self.instance.pk:  # a row of another part's page, or a new one
            del self.fields["revision"]
        else:
            self.initial["revision"] = edition_of(self.instance).revision

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "revision" in self.fields:
            edition, path = edition_of(self.instance), path_of(self.instance)
            if warning := saved_meanwhile(edition, cleaned.get("revision"), lambda change: concerns(change, path)):
                self.add_error(None, warning)
                # Whoever has read this and sends the form once more wants it so.
                self.data = with_revision(self.data, edition.revision)
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        return cleaned


class EditionPartForm(KeyedForm, PartForm):
    """A form that carries its edition along unseen, so that keys are made and checked within it."""

    def clean(self) -> dict[str, Any]:
        edition = self.cleaned_data.get("questionnaire")
        if edition is not None and not self.instance.pk:
            rows = self._meta.model._default_manager.filter(questionnaire=edition)
            beside = list(rows.values_list(self.key_field, "position"))
            last = max((position for _key, position in beside), default=0)
            self.neighbours = Neighbours({key for key, _position in beside}, last)
        return super().clean()

    class Meta:
        error_messages: ClassVar = {NON_FIELD_ERRORS: {"unique_together": SAME_KEY}}
        widgets: ClassVar[dict[str, Any]] = {"questionnaire": forms.HiddenInput}


def narrow(form: Any, edition: int | None, fields: tuple[str, ...]) -> None:
    """Offer only what stands in the same edition, fetched once for all the rows of a page."""
    for name in fields:
        field = form.base_fields.get(name)
        if not isinstance(field, ModelChoiceField) or field.queryset is None:
            continue
        field.queryset = field.queryset.filter(questionnaire=edition)
        empty = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = [*empty, *((row.pk, str(row)) for row in field.queryset)]
        for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            setattr(field.widget, link, False)


class NarrowInline(InlineModelAdmin[Row, Row]):
    """Rows of a part, which point only to what stands in the same edition."""

    within: ClassVar[tuple[str, ...]] = ("source",)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        narrow(formset.form, edition_of(obj).pk if obj else _asked_for(request), self.within)
        return formset


def edition_of(part: Any) -> Questionnaire:
    """Walk from a part, such as an answer of a question, to its edition."""
    if isinstance(part, Questionnaire):
        return part
    for hop in type(part).to_edition.split("__"):
        part = getattr(part, hop)
    edition: Questionnaire = part
    return edition


def _asked_for(request: HttpRequest) -> int | None:
    """Tell which edition a page for something new is about: named itself, or by the list it was opened from."""
    before = parse_qs(request.GET.get("_changelist_filters", "")).get(FILTER, [""])
    return _number(request.GET.get("questionnaire", before[0]))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _edition(number: int | None) -> Questionnaire | None:
    return Questionnaire.objects.filter(pk=number).first() if number else None


class WithinEdition(admin.RelatedFieldListFilter):
    """Offers what stands in the edition that is shown."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        edition = _number(request.GET.get(FILTER, ""))
        return field.get_choices(include_blank=False, limit_choices_to={"questionnaire": edition} if edition else {})


class PartAdmin(admin.ModelAdmin[Row]):
    """A part of a draft, reached from its edition's page; what is published has no parts of its own any more."""

    form: type[forms.ModelForm[Any]] = EditionPartForm
    within: tuple[str, ...] = ()
    actions = None
    inline_help: Any = ""
    show_full_result_count = False
    list_per_page = 100
    list_filter: ClassVar[tuple[Any, ...]] = ("questionnaire",)

    class Media:
        css: ClassVar = {"all": ("css/admin.css",)}
        js = ("js/author.js",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stay out of the index: the door to a part is the page of its edition."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        edition = _edition(_number(request.GET.get(FILTER, "")) or _asked_for(request))
        return super().has_add_permission(request) and (edition is None or edition.is_draft)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's own signature
        form = super().get_form(request, obj, change, **kwargs)
        edition = edition_of(obj).pk if obj else _asked_for(request)
        if "questionnaire" in form.base_fields:
            field: Any = form.base_fields["questionnaire"]
            field.queryset = Questionnaire.objects.filter(pk=edition or 0)
            field.widget = forms.HiddenInput()
        narrow(form, edition, self.within)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "questionnaire": _asked_for(request)}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show one draft at a time, the newest unless another is asked for."""
        shown = _edition(_number(request.GET.get(FILTER, "")))
        may_look = request.method == "GET" and self.has_view_or_change_permission(request)
        if may_look and FILTER not in request.GET:
            drafts = Questionnaire.objects.filter(status=Questionnaire.Status.DRAFT)
            newest = drafts.order_by("-created_at", "-pk").values_list("pk", flat=True).first()
            if newest is None:
                return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changelist"))
            return HttpResponseRedirect(f"{request.path}?{urlencode({**request.GET.dict(), FILTER: newest})}")
        if may_look and shown and not shown.is_draft:
            return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[shown.pk]))
        above = {"desk": desk(shown), "is_nav_sidebar_enabled": False} if shown else {}
        return super().changelist_view(request, {**(extra_context or {}), **above, "part_of": shown})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Say in which edition the part stands and what its rows are about."""
        original = context.get("original")
        edition = edition_of(original) if original else _edition(_asked_for(request))
        listed = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        context |= {
            "part_of": edition,
            "listed": f"{listed}?{urlencode({FILTER: edition.pk})}" if edition else listed,
            "inline_help": self.inline_help,
            "title": capfirst(self.opts.verbose_name) if original else context.get("title"),
        }
        if edition:
            context |= self.context_of(edition, original)
        return super().render_change_form(request, context, *args, **kwargs)

    def context_of(self, edition: Questionnaire, original: Any) -> dict[str, Any]:
        """Give what stands around the page of a part."""
        about = path_of(original)[0] if original else None
        return {"desk": desk(edition, part=about), "is_nav_sidebar_enabled": False}

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to what the history of its edition says of this part."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        part = self.get_object(request, unquote(object_id))
        if part is None:
            return super().history_view(request, object_id, extra_context)
        there = reverse("admin:assessments_questionnaire_changes", args=[edition_of(part).pk])
        path = ".".join(name for step in path_of(part) for name in step)
        return HttpResponseRedirect(f"{there}?{urlencode({'part': path})}")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if _asked_for(request) is None and self.has_add_permission(request):
            messages.info(request, _("Open the draft it belongs to and add it from there."))
            return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changelist"))
        return super().add_view(request, form_url, extra_context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._change(
            request,
            object_id,
            lambda: super(PartAdmin, self).changeform_view(request, object_id, form_url, extra_context),
        )

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        part = self.get_object(request, unquote(object_id))
        around = self.context_of(edition_of(part), part) if part and self.has_view_or_change_permission(request) else {}
        extra_context = {**(extra_context or {}), **around}
        return self._change(
            request, object_id, lambda: super(PartAdmin, self).delete_view(request, object_id, extra_context)
        )

    def _change(self, request: HttpRequest, object_id: str | None, act: Callable[[], HttpResponse]) -> HttpResponse:
        """Answer a page; one that is sent holds its draft meanwhile and keeps a revision of what it changed."""
        if request.method != "POST":
            return act()
        part = self.get_object(request, unquote(object_id)) if object_id else None
        edition = edition_of(part).pk if part else _asked_for(request) or _number(request.POST.get("questionnaire", ""))
        if not isinstance(request.user, User) or _edition(edition) is None:
            return act()
        try:
            with changing(edition or 0, by=request.user):
                return act()
        except FrozenEditionError as error:  # somebody published it while this page was open
            if object_id is None or not self.has_change_permission(request):
                raise PermissionDenied from error
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[edition]))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponseRedirect:
        """Say of a part that is gone what may have become of it."""
        messages.error(
            request,
            _(
                "This part is not there any more: somebody deleted it, took the draft back to an earlier revision, or "
                "published it. What is published stays as it is: copy it to a draft and change the copy."
            ),
        )
        return HttpResponseRedirect(reverse("admin:assessments_questionnaire_changelist"))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if "_addanother" in request.POST:
            super().response_add(request, obj, post_url_continue)  # it says what was added
            return HttpResponseRedirect(request.get_full_path())
        return super().response_add(request, obj, post_url_continue)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj)

    def _back(self, obj: Any) -> HttpResponseRedirect:
        """Go back to the page of the edition, where its findings are."""
        return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[edition_of(obj).pk]))

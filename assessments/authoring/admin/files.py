"""Editions and their translations as files: taken out, looked at before anything is saved, and taken in."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.authoring import findings, translating, translation_file
from assessments.authoring.admin import pages
from assessments.authoring.editions import EditionError, held_against, load
from assessments.authoring.toml_file import file_values, open_file
from assessments.edition import written
from assessments.edition.diff import diff, sentence
from assessments.edition.lint import lint
from assessments.edition.texts import texts
from assessments.edition.toml_table import TomlFileError
from assessments.models import Questionnaire
from assessments.models.languages import renderings
from assessments.models.reading import read
from organisations.models import User

LARGEST: Final = 1024 * 1024
AN_HOUR: Final = 60 * 60
KINDS: Final = {"toml": "application/toml; charset=utf-8", "json": "application/json"}
LONGEST_NAME: Final = 80


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An edition or its texts in another language, as TOML or JSON, up to 1 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty: choose another one"),
        },
        widget=forms.FileInput({"accept": ".toml,.json"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB, which no edition is: choose another one"))
        return file


def urls(site: Any) -> list[URLPattern]:
    return [
        path(
            "import/",
            site.admin_view(partial(take_in, site=site)),
            name="assessments_questionnaire_import",
        ),
        path("<int:pk>/edition.<str:kind>", site.admin_view(take_out), name="assessments_questionnaire_export"),
        path(
            "<int:pk>/texts.<str:language>.<str:kind>",
            site.admin_view(take_out_texts),
            name="assessments_questionnaire_export_texts",
        ),
    ]


def take_out(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Download an edition with its stable keys and its checksum."""
    edition = read(pages.opened(request, pk).pk)
    return _download(written.values(edition), edition.label, kind)


def take_out_texts(request: HttpRequest, pk: int, language: str, kind: str) -> HttpResponse:
    row = pages.opened(request, pk)
    translated = renderings(row.pk, language)
    if not translated:
        raise Http404
    order = {text.key: place for place, text in enumerate(texts(read(row.pk)))}
    in_order = dict(sorted(translated.items(), key=lambda item: order.get(item[0], len(order))))
    return _download(written.translation(read(row.pk), language, in_order), f"{row.label}.{language}", kind)


def take_in(request: HttpRequest, *, site: Any) -> HttpResponse:
    """Show what a file holds; save it only when that was seen and wanted."""
    if not request.user.has_perm("assessments.add_questionnaire"):
        raise PermissionDenied
    if "file" not in request.FILES and "seen" in request.POST:
        return _confirmed(request, site)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return _page(request, site, form=form)
    file: UploadedFile = form.cleaned_data["file"]
    name, content = (file.name or "file")[-LONGEST_NAME:], file.read()
    try:
        look = _look(content, name)
    except TomlFileError as error:
        return _page(request, site, form=form, problems=error.problems)
    seen = signing.dumps({"name": name, "content": content.decode("utf-8-sig")}, salt=_salt(request), compress=True)
    return _page(request, site, form=UploadForm(), look=look, name=name, seen=seen)


def _confirmed(request: HttpRequest, site: Any) -> HttpResponse:
    try:
        seen = signing.loads(request.POST["seen"], salt=_salt(request), max_age=AN_HOUR)
        content, name = seen["content"].encode(), seen["name"]
        if translation_file.is_translation(file_values(content, name)):
            file = translation_file.parse(content, name)
            row = Questionnaire.objects.filter(slug=file.slug, edition=file.edition).first()
            if row is None:
                return _page(request, site, form=UploadForm(), problems=[_no_such_edition(file)])
            translating.save(questionnaire=row, language=file.language, renderings=file.renderings)
        else:
            edition = open_file(content, name).edition
            number, by = _free(edition.slug, edition.edition), cast("User", request.user)
            reason = _("Taken in from %(name)s") % {"name": name}
            row = load(replace(edition, edition=number), by=by, reason=reason)
    except signing.BadSignature:
        return _page(
            request, site, form=UploadForm(), problems=[_("You looked at this file long ago: choose it once more")]
        )
    except TomlFileError as error:
        return _page(request, site, form=UploadForm(), problems=error.problems)
    except EditionError as error:
        return _page(request, site, form=UploadForm(), problems=[str(error)])
    messages.success(request, _("%(name)s was taken in as %(label)s.") % {"name": name, "label": row.label})
    return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[row.pk]))


def _look(content: bytes, name: str) -> dict[str, Any]:
    """Say what taking a file in would do; `base` is the edition it is held against."""
    if translation_file.is_translation(file_values(content, name)):
        return _look_at_texts(translation_file.parse(content, name))
    file = open_file(content, name)
    edition = file.edition
    base = held_against(edition)
    return {
        "label": replace(edition, edition=_free(edition.slug, edition.edition)).label,
        "base": base,
        "differences": [sentence(change) for change in diff(read(base.pk), edition)] if base else [],
        "findings": [
            (finding.level.value, f"{findings.place(finding, edition)}: {findings.message(finding)}")
            for finding in lint(edition)
        ],
        "counts": [
            (_("steps"), len(edition.steps)),
            (_("questions"), len(edition.questions)),
            (_("functions"), len(edition.functions)),
        ],
        "is_changed": file.is_changed,
    }


def _look_at_texts(file: translation_file.TranslationFile) -> dict[str, Any]:
    base = Questionnaire.objects.filter(slug=file.slug, edition=file.edition).first()
    if base is None:
        raise TomlFileError([_no_such_edition(file)])
    originals = {text.key: text.original for text in texts(read(base.pk))}
    before = renderings(base.pk, file.language)
    differences = []
    for key, rendering in file.renderings.items():
        if key not in originals:
            differences.append(_("%(key)s: this edition has no such text") % {"key": key})
        elif rendering.original != originals[key]:
            differences.append(_("%(key)s: made of another original, so it is not shown yet") % {"key": key})
        if key in before and before[key].text != rendering.text:
            differences.append(_("%(key)s: worded otherwise than here") % {"key": key})
    return {
        "label": f"{base.label} ({file.language})",
        "base": base,
        "differences": differences,
        "counts": [(_("texts"), len(file.renderings)), (_("of so many in the edition"), len(originals))],
        "is_translation": True,
    }


def _no_such_edition(file: translation_file.TranslationFile) -> str:
    return _("There is no edition %(label)s here: take that in first, or correct “slug” and “edition”") % {
        "label": file.label
    }


def _free(slug: str, number: int) -> int:
    """Give a file its own number where that is free, else the next one."""
    family = Questionnaire.objects.filter(slug=slug)
    if not family.filter(edition=number).exists():
        return number
    highest: int = family.aggregate(highest=Max("edition"))["highest"]
    return highest + 1


def _salt(request: HttpRequest) -> str:
    """Bind what was looked at to the person who looked."""
    return f"assessments.import.{request.user.pk}"


def _page(request: HttpRequest, site: Any, **shown: Any) -> HttpResponse:
    context = {
        **site.each_context(request),
        "opts": Questionnaire._meta,
        "title": _("Take in a file"),
        "is_nav_sidebar_enabled": False,
        **shown,
    }
    has_problems = bool(shown.get("problems") or shown["form"].errors)
    return TemplateResponse(request, "admin/assessments/import.html", context, status=422 if has_problems else 200)


def _download(values: Mapping[str, Any], label: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    content = written.as_toml(values) if kind == "toml" else written.as_json(values)
    named = {"Content-Disposition": f'attachment; filename="{label}.{kind}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=named)

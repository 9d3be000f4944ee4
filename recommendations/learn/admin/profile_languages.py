"""What is said about the three models, in other languages: how much there is, and where it is written."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.authoring.admin.translations import coverage_words, language_name, line, tidy
from assessments.authoring.toml_file import LANGUAGE
from assessments.edition.sourcing_models import LABELS
from assessments.models.translation import LONGEST_TRANSLATION
from recommendations.learn import profile_texts
from recommendations.models import ModelProfile, ProfileTranslation

LONGEST_CODE = 12


def urls(site: Any) -> list[URLPattern]:
    wrapped = {name: site.admin_view(partial(view, site=site)) for name, view in (("all", overview), ("one", write))}
    return [
        path("translations/", wrapped["all"], name="recommendations_modelprofile_translations"),
        path("translations/<str:language>/<str:key>/", wrapped["one"], name="recommendations_modelprofile_texts"),
    ]


@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, *, site: Any) -> HttpResponse:
    _look(request)
    begun = ProfileTranslation.objects.order_by("language").values_list("language", flat=True).distinct()
    codes = dict.fromkeys((*(code for code, _name in settings.LANGUAGES), *begun))
    profiles = list(ModelProfile.objects.prefetch_related("points"))
    context = _context(request, site, _("Translations of the profiles")) | {
        "profiles": profiles,
        "languages": [
            (language_name(code), [_cell(profile, code) for profile in profiles])
            for code in codes
            if code != settings.LANGUAGE_CODE
        ],
    }
    return TemplateResponse(request, "admin/recommendations/profile_languages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, language: str, key: str, *, site: Any) -> HttpResponse:
    """Show every text of a profile beside what it says in a language, and save what was written."""
    _look(request)
    if language == settings.LANGUAGE_CODE or len(language) > LONGEST_CODE or not LANGUAGE.fullmatch(language):
        raise Http404
    known = ModelProfile.objects.filter(key=key if key in LABELS else None)
    profile = get_object_or_404(known.prefetch_related("points"))
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if not _may_write(request):
            raise PermissionDenied
        words = {at: tidy(request.POST[at]) for at, _row, _field in profile.texts() if at in request.POST}
        wrong = {at: text for at, text in words.items() if len(text) > LONGEST_TRANSLATION or "\0" in text}
        if not wrong:
            profile_texts.translate(profile=profile, language=language, words=words)
            names = {"profile": profile, "language": language_name(language)}
            messages.success(request, _("Saved: %(profile)s in %(language)s.") % names)
            return HttpResponseRedirect(reverse("admin:recommendations_modelprofile_translations"))
        messages.error(
            request, _("Nothing was saved: shorten the texts marked below, or take out what can’t be shown.")
        )
    context = _context(request, site, f"{profile}: {language_name(language)}") | {
        "language": language,
        "coverage": coverage_words(profile_texts.counted(profile, language)),
        "lines": [
            line(text, there, wrong.get(text.key)) | {"where": text.key.replace(".", " · ").replace("_", " ")}
            for text, there in profile_texts.beside(profile, language)
        ],
        "wrong": wrong,
        "may_write": _may_write(request),
    }
    return TemplateResponse(request, "admin/recommendations/profile_texts.html", context, status=422 if wrong else 200)


def _look(request: HttpRequest) -> None:
    if not any(request.user.has_perm(f"recommendations.{act}_modelprofile") for act in ("view", "change")):
        raise PermissionDenied


def _may_write(request: HttpRequest) -> bool:
    return request.user.has_perm("recommendations.change_modelprofile")


def _context(request: HttpRequest, site: Any, title: str) -> dict[str, Any]:
    return {
        **site.each_context(request),
        "opts": ModelProfile._meta,
        "title": title,
        "is_nav_sidebar_enabled": False,
    }


def _cell(profile: ModelProfile, language: str) -> dict[str, Any]:
    counted = profile_texts.counted(profile, language)
    return {
        "profile": profile,
        "coverage": coverage_words(counted),
        "is_whole": counted.current == counted.whole,
        "url": reverse("admin:recommendations_modelprofile_texts", args=(language, profile.key)),
    }

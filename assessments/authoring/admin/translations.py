"""The texts of an edition in other languages: how many there are, and where an author writes them."""

from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from assessments.authoring import translating
from assessments.authoring.admin import pages
from assessments.authoring.toml_file import LANGUAGE
from assessments.edition import flow
from assessments.edition.picture import picture
from assessments.edition.texts import Coverage, Rendering, Text, coverage, texts
from assessments.models import Questionnaire
from assessments.models.languages import read_here, renderings
from assessments.models.reading import read
from assessments.models.translation import LONGEST_TRANSLATION

SHORT: Final = 80  # an original up to this length is answered in one line


def urls(site: Any) -> list[URLPattern]:
    return [
        path("<int:pk>/picture/", site.admin_view(partial(draw, site=site)), name="assessments_questionnaire_picture"),
        path(
            "<int:pk>/translations/",
            site.admin_view(partial(overview, site=site)),
            name="assessments_questionnaire_translations",
        ),
        path(
            "<int:pk>/translations/<str:language>/",
            site.admin_view(partial(chapters, site=site)),
            name="assessments_questionnaire_language",
        ),
        path(
            "<int:pk>/translations/<str:language>/<str:chapter>/",
            site.admin_view(partial(write, site=site)),
            name="assessments_questionnaire_texts",
        ),
    ]


def draw(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    edition = pages.opened(request, pk)
    context = pages.context(site, request, edition, tab="picture", title=_("Picture"))
    context["picture"] = picture(read_here(edition.pk))
    return TemplateResponse(request, "admin/assessments/picture.html", context)


def overview(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    row = pages.opened(request, pk)
    begun = row.translations.order_by().values_list("language", flat=True).distinct()
    codes = dict.fromkeys((*(code for code, _name in settings.LANGUAGES), *sorted(begun)))
    context = pages.context(site, request, row, tab="translations", title=_("Translations"))
    context["languages"] = [_language(row, code) for code in codes if code != row.language]
    return TemplateResponse(request, "admin/assessments/translations.html", context)


def chapters(request: HttpRequest, pk: int, language: str, *, site: Any) -> HttpResponse:
    """List the texts by what belongs together: one question, say, with its answers and their advice."""
    row = pages.opened(request, pk)
    _check(row, language)
    edition, translated = read(row.pk), renderings(row.pk, language)
    grouped: dict[str, list[Text]] = {}
    for text in texts(edition):
        grouped.setdefault(_chapter_of(text), []).append(text)
    listed = []
    for chapter, lines in grouped.items():
        done = sum(line.key in translated and translated[line.key].original == line.original for line in lines)
        listed.append(
            {
                "name": _title(edition, chapter),
                "url": _url("texts", row, language, chapter),
                "told": _("%(told)d of %(whole)d") % {"told": done, "whole": len(lines)},
                "is_whole": done == len(lines),
            }
        )
    context = pages.context(site, request, row, tab="translations", title=language_name(language))
    context |= {"language": _language(row, language), "chapters": listed}
    return TemplateResponse(request, "admin/assessments/language.html", context)


def write(request: HttpRequest, pk: int, language: str, chapter: str, *, site: Any) -> HttpResponse:
    row = pages.opened(request, pk)
    _check(row, language)
    edition = read(row.pk)
    mine = [text for text in texts(edition) if _chapter_of(text) == chapter]
    if not mine:
        raise Http404
    may_write = request.user.has_perm("assessments.change_questionnaire")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        words = {text.key: tidy(request.POST[text.key]) for text in mine if text.key in request.POST}
        wrong = {key: text for key, text in words.items() if len(text) > LONGEST_TRANSLATION or "\0" in text}
        if not wrong:
            translating.translate(questionnaire=row, language=language, words=words)
            messages.success(
                request,
                _("Saved. “%(chapter)s” is told in %(language)s now.")
                % {"chapter": _title(edition, chapter), "language": language_name(language)},
            )
            return HttpResponseRedirect(_url("language", row, language))
        messages.error(
            request, _("Nothing was saved: shorten the texts marked below, or take out what can’t be shown.")
        )
    translated = renderings(row.pk, language)
    context = pages.context(site, request, row, tab="translations", title=_title(edition, chapter))
    context |= {
        "language": _language(row, language),
        "lines": [line(text, translated.get(text.key), wrong.get(text.key)) for text in mine],
        "wrong": wrong,
        "may_write": may_write,
        "back": _url("language", row, language),
    }
    return TemplateResponse(request, "admin/assessments/texts.html", context, status=422 if wrong else 200)


def _check(row: Questionnaire, language: str) -> None:
    if language == row.language or len(language) > 12 or not LANGUAGE.fullmatch(language):  # noqa: PLR2004 - as the column holds it
        raise Http404


def _language(row: Questionnaire, code: str) -> dict[str, Any]:
    counted = coverage(read(row.pk), renderings(row.pk, code))
    return {
        "code": code,
        "name": language_name(code),
        "told": coverage_words(counted),
        "is_begun": bool(counted.current or counted.stale),
        "url": _url("language", row, code),
    }


def coverage_words(counted: Coverage) -> str:
    words = _("%(told)d of %(whole)d texts") % {"told": counted.current, "whole": counted.whole}
    if not counted.stale:
        return words
    return _("%(told)s, and %(stale)d whose original changed since") % {"told": words, "stale": counted.stale}


def language_name(code: str) -> str:
    try:
        name: str = get_language_info(code)["name_translated"]
    except KeyError:
        return code
    return name


def _chapter_of(text: Text) -> str:
    """Put a question with its answers on one page, and all short lists on one each."""
    kind, _dot, rest = text.key.partition(".")
    match kind:
        case "question":
            return f"question.{rest.split('.')[0]}"
        case "title" | "introduction" | "step":
            return "steps"
        case _:
            return f"{kind}s"


def _title(edition: flow.Edition, chapter: str) -> str:
    match chapter.split("."):
        case ["question", key]:
            return edition.question_by_key[key].short
        case ["steps"]:
            return _("Title and steps")
        case ["departments"]:
            return _("Departments")
        case ["functions"]:
            return _("Functions")
        case _:
            return _("Sources")


def line(text: Text, there: Rendering | None, wrong: str | None = None) -> dict[str, Any]:
    """Give one text with what stands in its field: what was refused, else its translation.

    `earlier` is the original that the translation was made of, where it changed since.
    """
    return {
        "key": text.key,
        "where": text.key.split(".", 2)[-1].replace(".", " · "),
        "original": text.original,
        "text": (wrong if wrong is not None else there.text if there else "").replace("\0", ""),
        "earlier": there.original if there and there.original != text.original else "",
        "is_long": len(text.original) > SHORT or "\n" in text.original,
    }


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _url(name: str, row: Questionnaire, *rest: str) -> str:
    return reverse(f"admin:assessments_questionnaire_{name}", args=(row.pk, *rest))

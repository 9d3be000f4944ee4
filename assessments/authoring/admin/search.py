"""Finding a word in all the texts of an edition."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.authoring.admin import pages
from assessments.authoring.admin.desk import content_of, part_pages
from assessments.edition import flow
from assessments.edition.texts import Text, texts
from assessments.models import Questionnaire

AROUND: Final = 60  # characters shown on either side of what was found
MOST: Final = 200
LONGEST: Final = 100
KINDS: Final[Mapping[str, Promise]] = {
    "step": gettext_lazy("Step"),
    "question": gettext_lazy("Question"),
    "function": gettext_lazy("Function"),
    "department": gettext_lazy("Department"),
    "source": gettext_lazy("Source"),
}


def search(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    edition = pages.opened(request, pk)
    wanted = " ".join(request.GET.get("q", "").split())[:LONGEST]
    hits = []
    if wanted:
        content, addresses = content_of(edition), part_pages(edition)
        for text in texts(content):
            start = text.original.casefold().find(wanted.casefold())
            if start < 0:
                continue
            end = start + len(wanted)
            hits.append(
                {
                    "place": _place(text, content),
                    "url": _address(text, edition, content, addresses),
                    "before": _cut(text.original[:start], keep_end=True),
                    "match": text.original[start:end],
                    "after": _cut(text.original[end:], keep_end=False),
                }
            )
    context = pages.context(site, request, edition, tab="search", title=_("Search in all texts"))
    context |= {"wanted": wanted, "hits": hits[:MOST], "count": len(hits), "most": MOST}
    return TemplateResponse(request, "admin/assessments/search.html", context)


def _cut(text: str, *, keep_end: bool) -> str:
    if len(text) <= AROUND:
        return text
    return f"… {text[-AROUND:]}" if keep_end else f"{text[:AROUND]} …"


def _place(text: Text, content: flow.Edition) -> str:
    """Say in words where a text stands."""
    kind, _dot, rest = text.key.partition(".")
    key = rest.split(".")[0]
    match kind:
        case "step":
            name = content.step_by_slug[key].title
        case "question":
            name = content.question_by_key[key].short
        case "function":
            name = content.function_by_key[key].name
        case "source":
            name = content.source_by_key[key].title
        case "department":
            name = next(department.name for department in content.departments if department.key == key)
        case _:
            return _("The edition")
    return f"{KINDS[kind]} “{name}”"


def _address(
    text: Text, edition: Questionnaire, content: flow.Edition, addresses: Mapping[tuple[str, str], str]
) -> str:
    """Lead to the field that holds a text; what is published has one page for all of them."""
    kind, *path = text.key.split(".")
    page = addresses.get((kind, path[0]), "") if path else ""
    if not page:
        return f"{reverse('admin:assessments_questionnaire_change', args=(edition.pk,))}#id_{kind}"
    if not edition.is_draft:
        return page
    match path:
        case [question, "choice", choice, "advice", number, name]:
            rows = {
                (row.question.key, row.key): row.pk for part in edition.questions.all() for row in part.choices.all()
            }
            own = reverse("admin:assessments_choice_change", args=(rows[question, choice],))
            return f"{own}#id_advice-{int(number) - 1}-{name}"
        case [question, "choice", choice, name]:
            at = list(content.question_by_key[question].choice_by_key).index(choice)
            return f"{page}#id_choices-{at}-{name}"
        case _:
            return f"{page}#id_{path[-1]}"

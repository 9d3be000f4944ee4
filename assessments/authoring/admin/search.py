"""Finding a word in all the texts of an edition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.authoring.admin import pages
from assessments.edition import flow
from assessments.edition.texts import Text, texts
from assessments.models import Choice, Questionnaire
from assessments.models.reading import EditionIds, whole

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


@dataclass(frozen=True, slots=True)
class Hit:
    """One text that holds what was asked for, cut around its first place."""

    place: str
    url: str
    before: str
    match: str
    after: str


def search(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    edition = pages.opened(request, pk)
    wanted = " ".join(request.GET.get("q", "").split())[:LONGEST]
    hits = tuple(_hits(edition, wanted)) if wanted else ()
    context = pages.context(site, request, edition, here="search", title=_("Search in all texts"))
    context |= {"wanted": wanted, "hits": hits[:MOST], "count": len(hits), "most": MOST}
    return TemplateResponse(request, "admin/assessments/search.html", context)


def _hits(edition: Questionnaire, wanted: str) -> Iterator[Hit]:
    content, ids = whole(edition.pk)
    found = [text for text in texts(content) if wanted.casefold() in text.original.casefold()]
    choices = _choices(edition) if any(".choice." in text.key for text in found) else {}
    for text in found:
        start = max(text.original.casefold().find(wanted.casefold()), 0)
        end = start + len(wanted)
        yield Hit(
            place=_place(text, content),
            url=_address(text, edition.pk, content=content, ids=ids, choices=choices),
            before=_cut(text.original[:start], keep_end=True),
            match=text.original[start:end],
            after=_cut(text.original[end:], keep_end=False),
        )


def _cut(text: str, *, keep_end: bool) -> str:
    if len(text) <= AROUND:
        return text
    return f"… {text[-AROUND:]}" if keep_end else f"{text[:AROUND]} …"


def _choices(edition: Questionnaire) -> Mapping[tuple[str, str], int]:
    rows = Choice.objects.filter(question__questionnaire=edition).values_list("question__key", "key", "pk")
    return {(question, key): pk for question, key, pk in rows}


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
            name = next(one.name for one in content.departments if one.key == key)
        case _:
            return _("The edition")
    return f"{KINDS[kind]} “{name}”"


def _address(
    text: Text, edition: int, *, content: flow.Edition, ids: EditionIds, choices: Mapping[tuple[str, str], int]
) -> str:
    """Lead to the field that holds a text."""
    kind, *path = text.key.split(".")
    match kind, path:
        case "question", [question, "choice", choice, "advice", number, name]:
            row = choices[question, choice]
            return f"{_page('choice', row)}#id_advice-{int(number) - 1}-{name}"
        case "question", [question, "choice", choice, name]:
            at = list(content.question_by_key[question].choice_by_key).index(choice)
            return f"{_page('question', ids.questions[question])}#id_choices-{at}-{name}"
        case "title" | "introduction", _:
            return f"{_page('questionnaire', edition)}#id_{kind}"
        case _, [key, name]:
            rows = {"step": ids.steps, "question": ids.questions, "function": ids.functions}
            rows |= {"department": ids.departments, "source": ids.sources}
            model = "businessfunction" if kind == "function" else kind
            return f"{_page(model, rows[kind][key])}#id_{name}"
        case _:
            return _page("questionnaire", edition)


def _page(model: str, pk: int) -> str:
    return reverse(f"admin:assessments_{model}_change", args=(pk,))

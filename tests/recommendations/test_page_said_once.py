"""A report's page says each sentence once, whatever was answered, and in both languages."""

import re
from collections import Counter
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from recommendations.reports import services, wording
from recommendations.reports.inputs import ProfileLine, ProfileWords
from recommendations.reports.sections import PARTS, write_page
from recommendations.reports.shown import monday_of, shown
from tests.factories import shipped_edition
from tests.recommendations.profiles_at_random import filled

FALSE_OR_ROBOTIC = re.compile(r"could speak|re-runs|usually bought|usually paid|\b0\u00a0% of|podía decir|SHA-256")
COUNTED_INSTEAD = re.compile(r"<h1>[^<]*\b(?:one|two|three|four|five|six) (?:more|functions)\b")
LONG_ENOUGH = 5
GATES: set[str] = set()
BLOCKS = re.compile(r"</?(?:p|li|span|a|td|th|h\d|dt|dd|summary|tr|div|section|details|desc|title|svg)\b[^>]*>")


def profiles():
    points = {
        kind: (ProfileLine(f"{kind} one", "Remedy one"), ProfileLine(f"{kind} two", "Remedy two"))
        for kind in ("ask", "drawback", "measure")
    }
    return {key: ProfileWords(key, str(wording.FULL[key]), points) for key in ("bpo", "kpo", "ito")}


def page_of(seed, language):
    """The page with every drawer open, without the list of answers, which only repeats what was asked and said."""
    edition = shipped_edition()
    with translation.override(language):
        functions, answers = filled(edition, seed)
        one = services.recommend_for(edition, functions, answers, organisation="Acme", notes={}, profiles=profiles())
        page = write_page(one)
        plans = [*page["plan"]["plans"], *page["plan"]["keep"]] if page["plan"] else []
        GATES.update(" ".join(stage["gate"].split()) for plan in plans for stage in plan["stages"])
        laid = shown(page, printed="all", asked="")
        context = {"page": page, "data": {"date": "1 March", "reference": "SF"}, "time": page["one"]["time"], **laid}
        context["monday"] = monday_of(page, ())
        rows = [{"action": action, "id": f"action-{number}"} for number, action in enumerate(page["actions"], 1)]
        context["actions"] = rows
        names = [f"recommendations/sections/{name}.html" for name in ("band", "time", "monday", "first", "more")]
        written = [render_to_string(name, context) for name in names]
        said = [part for part in PARTS if part.name not in {"answers", "sources"} and part in laid["parts"]]
        written += [render_to_string(part.template, context) for part in said]
        return one, "\n".join(written)


def sentences_of(html):
    spoken = re.sub(r'<span class="visually-hidden">.*?</span>|<svg.*?</svg>', "", html, flags=re.DOTALL)
    for block in BLOCKS.split(spoken):
        text = " ".join(unescape(re.sub(r"<[^>]+>", "", block)).split())
        if text in GATES:  # each plan's own, beside “Done when”
            continue
        yield from re.split(r"(?<=[.!?]) (?=[A-ZÁÉÍÓÚ¿“«])", text)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("seed", range(2000, 2012))
def test_no_sentence_stands_twice_on_the_page(seed, language):
    _one, html = page_of(seed, language)
    counted = Counter(
        sentence
        for sentence in sentences_of(html)
        if sentence.endswith((".", "!"))
        and len(sentence.split()) >= LONG_ENOUGH
        and not sentence.startswith(("“", "«"))
    )

    assert {sentence: times for sentence, times in counted.items() if times > 1} == {}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("seed", range(2000, 2012))
def test_nothing_on_the_page_is_false_or_robotic(seed, language):
    _one, html = page_of(seed, language)

    assert FALSE_OR_ROBOTIC.findall(html) == []
    assert COUNTED_INSTEAD.findall(re.sub(r"</?strong[^>]*>", "", html)) == []

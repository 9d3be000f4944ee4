"""What the tests of the answering path share: an edition with every kind of question, and a browser that answers it."""

import re
from dataclasses import replace
from html import unescape

from assessments.edition import flow
from tests.assessments.small import SETTLE, SMALL, choice, question

# On the first step one question depends on another of the same page, and one column on its neighbour.
ASKING = replace(
    SMALL,
    slug="asking",
    questions=(
        *(q for q in SMALL.questions if q.step == "core-problem"),
        question(
            "hours",
            choice("few", advice=(SETTLE,)),
            choice("many"),
            weight=0,
            condition=flow.Condition("load", ("much",)),
        ),
        question(
            "script",
            choice("printed", advice=(SETTLE,)),
            choice("spoken"),
            scope=flow.Scope.FUNCTION,
            weight=0,
            condition=flow.Condition("method", ("same_steps",)),
        ),
        *(q for q in SMALL.questions if q.step == "technology"),
    ),
    functions=tuple(replace(function, typical=()) for function in SMALL.functions),
)
# The same, where the catalogue knows how payroll is usually done.
KNOWING = replace(ASKING, slug="knowing", functions=SMALL.functions)


def page_of(response) -> str:
    return unescape(str(response.content, "utf-8"))


def version_in(response) -> str:
    found = re.search(r'name="version" value="([0-9]+)"', response.content.decode())
    assert found is not None
    return found[1]


def seen_in(response) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', response.content.decode())
    assert found is not None
    return unescape(found[1])


def title_of(response) -> str:
    found = re.search(r"<title>(.*?)</title>", page_of(response))
    assert found is not None
    return found[1].removesuffix(" – SourceFit")


def summary_of(response) -> list[tuple[str, str]]:
    """The lines of the summary of errors: where they lead and what they say."""
    summary = page_of(response).partition('class="error-summary"')[2].partition("</div>")[0]
    return re.findall(r'<a href="(#[^"]*)">(.*?)</a>', summary)


def sent(url, client, fields, action="continue"):
    """Open a page and send it with these fields, as a browser would."""
    return client.post(url, {**fields, "version": version_in(client.get(url)), "action": action})


def opened(url, client) -> dict[str, str]:
    """Open a step's page and give the hidden fields that a browser would send along."""
    page = client.get(url)
    return {"version": version_in(page), "seen": seen_in(page), "action": "continue"}


def autosave(url, client, fields):
    """Send a page that stays open, as its script does after an answer."""
    return client.post(url, fields, headers={"HX-Request": "true"})

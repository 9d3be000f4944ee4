"""How numbers, names and lists are worded in a report."""

import re
from collections.abc import Iterable, Sequence
from math import floor, fsum
from string import Formatter
from typing import Final, TypedDict

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS, SOURCING_MODELS
from recommendations.engine.points import HAIR, level
from recommendations.engine.results import Fit, StrengthWord

OWN: Final = "own"
UNSURE: Final = "unsure"

# Marks that turn the direction of what follows them, also past the end of a name.
TURNING: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
GOOD_FIT: Final = 65
NO_SIGN: Final = 50
ALL: Final = 100
GOOD_EVIDENCE: Final = 0.70
FAIR_EVIDENCE: Final = 0.50

SHORT: Final = {**LABELS, OWN: gettext_lazy("In-house")}
# What a report leads with -> its model as drawn, and its name.
LEADING: Final = {
    **{key: (key, label) for key, label in LABELS.items()},
    "mix": (UNSURE, gettext_lazy("A mix")),
    "in_house": (OWN, gettext_lazy("In-house")),
    "undecided": (UNSURE, gettext_lazy("No model yet")),
}
FULL: Final = {
    **{model.key.value: gettext_lazy(model.full_name) for model in SOURCING_MODELS},
    OWN: gettext_lazy("Keep the work yourself"),
}
PARTNER: Final = {model.key.value: gettext_lazy(model.partner) for model in SOURCING_MODELS}
# To whom, where it stands alone.
WHO: Final = {
    "bpo": gettext_lazy("BPO provider"),
    "kpo": gettext_lazy("KPO adviser"),
    "ito": gettext_lazy("ITO provider"),
}
STRENGTH: Final = {
    StrengthWord.FIRM: gettext_lazy("firm"),
    StrengthWord.FAIR: gettext_lazy("fair"),
    StrengthWord.OPEN: gettext_lazy("open"),
}
SHARES: Final = {
    1: gettext_lazy("a little of the time"),
    2: gettext_lazy("some of the time"),
    4: gettext_lazy("a lot of the time"),
}
BLANKS: Final = {
    "": gettext_lazy("Left open; counts as “I don’t know”"),
    flow.DONT_KNOW: gettext_lazy("I don’t know"),
    flow.NOT_APPLICABLE: gettext_lazy("Doesn’t apply; left out of the sum"),
}
EVIDENCE: Final = {
    "good": gettext_lazy("Good"),
    "fair": gettext_lazy("Fair"),
    "thin": gettext_lazy("Thin"),
    "none": pgettext_lazy("evidence", "None"),
}
NUMBERS: Final = (
    gettext_lazy("none"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
)


class Span(TypedDict):
    """A run of text; `model` names the model it speaks of, if it is to be marked."""

    text: str
    model: str


Rich = list[Span]


def span(text: str, model: str = "") -> Span:
    return {"text": text, "model": model}


def fill(template: str, **parts: "Rich | str") -> Rich:
    """Put parts into a translated sentence with {named} gaps, keeping which part speaks of which model."""
    spans: Rich = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        if text:
            spans.append(span(text))
        if name:
            part = parts[name]
            spans.extend([span(part)] if isinstance(part, str) else part)
    return spans


def plain(rich: Rich) -> str:
    return "".join(part["text"] for part in rich)


def opened(rich: Rich) -> Rich:
    """Give it a capital at the beginning, as a sentence has."""
    first, *rest = rich
    return [span(opened_text(first["text"]), first["model"]), *rest]


def opened_text(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Write it as it goes on after a colon; what is not a plain word, such as “IT”, stays."""
    first = text.partition(" ")[0]
    is_word = first[1:] == first[1:].lower() and (len(first) > 1 or first == _("A"))
    return text[:1].lower() + text[1:] if is_word else text


def rich_list(items: Sequence[Rich]) -> Rich:
    """Join to “a”, “a and b”, “a, b and c”, with the marks kept."""
    if len(items) == 1:
        return items[0]
    joined: Rich = items[0]
    for item in items[1:-1]:
        joined = fill(_("{list}, {next}"), list=joined, next=item)
    # With an “and” inside an item, a comma shows where the last item begins.
    is_plain = not any(_("and") in plain(item).split() for item in items if not plain(item).startswith("“"))
    return fill(_("{list} and {last}") if is_plain else _("{list}, and {last}"), list=joined, last=items[-1])


def assumed(answer: str) -> str:
    """Mark an answer as a typical one that nobody gave."""
    return _("%(answer)s (typical, not confirmed)") % {"answer": answer}


def listed(items: Iterable[str]) -> str:
    words = [[span(word)] for word in items]
    return plain(rich_list(words)) if words else ""


def either(items: Iterable[str]) -> str:
    """Join to “a or b”."""
    words = tuple(items)
    if len(words) == 1:
        return words[0]
    return _("%(list)s or %(last)s") % {"list": ", ".join(words[:-1]), "last": words[-1]}


def number(count: int) -> str:
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def points(printed: float) -> str:
    """Points with their sign and one decimal, as the language writes it."""
    sign = "+" if printed > 0 else "−" if printed < 0 else ""
    return f"{sign}{number_format(abs(printed), 1)}"


def percent(number_: int) -> str:
    return _("%(number)s\u00a0%%") % {"number": number_}


def percents(shares: Iterable[float], *, total: int = ALL) -> list[int]:
    """Round the parts of one whole so that they sum to `total`, by largest remainder."""
    parts = list(shares)
    every = fsum(parts)
    if not every:
        return [0] * len(parts)
    exact = [part / every * total for part in parts]
    rounded = [floor(part + HAIR) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: level(rounded[place] - exact[place]))
    for place in by_remainder[: total - sum(rounded)]:
        rounded[place] += 1
    return rounded


def functions_count(count: int) -> str:
    return ngettext("%(number)s function", "%(number)s functions", count) % {"number": number(count)}


def in_sentence(function: flow.Selected, edition: flow.Edition) -> str:
    """Write the name as it stands inside a sentence: an owner's own words quoted, else as the edition says.

    Quoted, a name can be told from the sentence whatever it says, and needs no article.

    Where it doesn't, the name is cut to its head: “Servers, cloud and hosting” becomes “servers”, so that a list of
    such names can be read as a list.
    """
    if function.is_own:
        return quoted(TURNING.sub("", function.name))
    listed = edition.function_by_key.get(function.key)
    if listed and listed.in_sentence:
        return listed.in_sentence
    name = function.name.partition(" (")[0].partition(": ")[0]
    before, comma, rest = name.partition(", ")
    if comma and _(" and ") in rest:
        name = before.partition(" by ")[0]
    return lowered(name)


def evidence_level(coverage: float, *, is_answered: bool = True) -> str:
    if not is_answered:
        return "none"
    if coverage >= GOOD_EVIDENCE:
        return "good"
    return "fair" if coverage >= FAIR_EVIDENCE else "thin"


def band(score: int) -> str:
    """Say what a printed fit score means."""
    if score >= GOOD_FIT:
        return _("Good fit")
    if score > NO_SIGN:
        return _("Some fit")
    return _("No sign either way") if score == NO_SIGN else _("Weak case")


def scored_on(fit: Fit) -> str:
    return ngettext(
        "scored on %(answered)s of %(asked)s question",
        "scored on %(answered)s of %(asked)s questions",
        fit.asked,
    ) % {"answered": fit.answered, "asked": fit.asked}


def places(number_: float) -> str:
    """Write a percentage for a chart's attribute: a full stop in every language."""
    return f"{number_:.1f}"

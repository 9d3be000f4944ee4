"""What to demand of a partner and what to watch: drawn from the answers, each line naming the answer behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.engine import VerdictKind
from recommendations.reports.telling import words
from recommendations.reports.telling.given import LEAVES, Given, Point
from recommendations.reports.telling.reasons import source_number

ANY: Final = "any"
REQUIREMENT, CONDITION, RISK, ACTION = "requirement", "condition", "risk", "action"
DRAWBACKS_ALONE, DRAWBACKS_EACH = 4, 2
MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Advised:
    """One piece of advice with every answer that called for it."""

    key: str
    advice: flow.Advice
    places: tuple[flow.Place, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One line on the page; `models` it is for, empty for any."""

    title: str
    text: str
    models: tuple[str, ...]
    because: str
    source: int


@dataclass(frozen=True, slots=True)
class DemandGroup:
    key: str
    title: str
    lead: str
    rows: tuple[Demand, ...]
    more: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for providers with what a good answer sounds like."""

    text: str
    good: str
    bpo: bool
    kpo: bool
    ito: bool


@dataclass(frozen=True, slots=True)
class Drawback:
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Drawbacks:
    model: str
    name: str
    rows: tuple[Drawback, ...]


def advised(given: Given) -> tuple[Advised, ...]:
    """Every piece of advice that fits the result, once, in the order of the questions."""
    found: dict[str, tuple[flow.Advice, list[flow.Place]]] = {}
    for place in flow.asked(given.edition, given.functions, given.answers):
        choice = given.choice(place)
        if choice is None:
            continue
        for number, advice in enumerate(choice.advice):
            if _fits(given, place, advice):
                key = f"{place[1]}.{choice.key}.{number + 1}"
                found.setdefault(key, (advice, []))[1].append(place)
    return tuple(Advised(key, advice, tuple(places)) for key, (advice, places) in found.items())


def _fits(given: Given, place: flow.Place, advice: flow.Advice) -> bool:
    """Whether advice concerns what is recommended; work that stays needs no demands on a partner."""
    scope, question = place
    models = tuple(str(model) for model in given.models)
    if not scope:
        return bool(models) and advice.model in (ANY, *models)
    verdict = given.results[scope].verdict
    if verdict.kind in LEAVES:
        return advice.model in (ANY, str(verdict.model))
    if verdict.kind is VerdictKind.KEEP_IN_HOUSE:
        return any(ground.question == question for ground in verdict.grounds)
    return False


def demands(given: Given) -> tuple[DemandGroup, ...]:
    heads = (
        (REQUIREMENT, _("Ask of a partner"), _("What a partner must be able to show before you go further.")),
        (CONDITION, _("Settle before you sign"), _("What belongs in the contract or in your own house first.")),
        (RISK, _("Watch while it runs"), _("What can go wrong, and how you would notice in time.")),
    )
    every = sorted(advised(given), key=lambda one: (-one.advice.impact, one.advice.effort))
    groups = (_group(given, head, [one for one in every if one.advice.kind == head[0]]) for head in heads)
    return tuple(group for group in groups if group.rows)


def _group(given: Given, head: tuple[str, str, str], every: Sequence[Advised]) -> DemandGroup:
    """Put what matters most first and the rest behind a fold, unless that would hide a single line."""
    rows = tuple(_demand(given, one) for one in every)
    first = len(rows) if len(rows) <= MOST_SHOWN + 1 else MOST_SHOWN
    return DemandGroup(*head, rows[:first], rows[first:])


def _demand(given: Given, one: Advised) -> Demand:
    return Demand(
        title=one.advice.title,
        text=one.advice.text,
        models=() if one.advice.model == ANY else (one.advice.model,),
        because=because(given, one.places),
        source=source_number(given, one.advice.source),
    )


def because(given: Given, places: Sequence[flow.Place]) -> str:
    """Name the answer behind a piece of advice, and the functions it was given for."""
    question = given.edition.question_by_key[places[0][1]]
    choice = given.choice(places[0])
    parts = {
        "answer": words.quoted(choice.label if choice else _("I don’t know")),
        "question": words.quoted(question.short or question.text),
    }
    about = [words.in_sentence(given.selected[scope]) for scope, _question in places if scope]
    if not about or len(given.functions) == 1:
        return _("Because you answered %(answer)s under %(question)s.") % parts
    return _("Because you answered %(answer)s under %(question)s for %(functions)s.") % {
        **parts,
        "functions": words.listed(about),
    }


def checklist(given: Given) -> tuple[Ask, ...]:
    """Gather the questions of the recommended models' profiles, each once."""
    asked: dict[str, tuple[Point, set[str]]] = {}
    for model in given.models:
        profile = given.profiles.get(str(model))
        for point in profile.of("ask") if profile else ():
            asked.setdefault(point.text, (point, set()))[1].add(str(model))
    rows = [
        Ask(point.text, point.remedy, "bpo" in models, "kpo" in models, "ito" in models)
        for point, models in asked.values()
    ]
    return tuple(sorted(rows, key=lambda row: -(row.bpo + row.kpo + row.ito)))


def drawbacks(given: Given) -> tuple[Drawbacks, ...]:
    """Tell what the recommended models are weak at, and how to lessen it: more of one model alone than of each of several."""
    most = DRAWBACKS_ALONE if len(given.models) == 1 else DRAWBACKS_EACH
    return tuple(_drawbacks(given, most))


def _drawbacks(given: Given, most: int) -> Iterator[Drawbacks]:
    for model in given.models:
        profile = given.profiles.get(str(model))
        points = profile.of("drawback")[:most] if profile else ()
        if points:
            rows = tuple(Drawback(point.text, point.remedy) for point in points)
            yield Drawbacks(str(model), str(words.SHORT[model]), rows)

"""An earlier report's answers under a later edition: worked out for one look, and stored nowhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.reports import services, telling
from recommendations.reports.comparing.sayings import answer_words, question_words
from recommendations.reports.comparing.side import Side


@dataclass(frozen=True, slots=True)
class Gone:
    """An answer or a function that the later edition has no place for."""

    what: str
    said: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """A side worked out again, with what had to stay behind; no side where no function was left."""

    side: Side | None
    gone: tuple[Gone, ...]


def later(before: Side, after: Side) -> flow.Edition:
    """Pick the edition to score both by: the higher number of one questionnaire, else the later report's."""
    one, other = before.edition, after.edition
    return one if one.slug == other.slug and one.edition > other.edition else other


def rescore(side: Side, edition: flow.Edition, profiles: Mapping[str, telling.Profile]) -> Rescored:
    functions = tuple(one for one in side.selected if one.is_own or one.key in edition.function_by_key)
    lost = [one for one in side.selected if one not in functions]
    about = {flow.ORGANISATION, *(one.key for one in functions)}
    kept = {
        place: answer for place, answer in side.counted.items() if place[0] in about and edition.fits(place, answer)
    }
    gone = [Gone(one.name, _("no longer in the list of functions")) for one in lost]
    gone += [_gone(side, place) for place in side.counted if place[0] in about and place not in kept]
    if not functions:
        return Rescored(None, tuple(gone))
    given = services.given_of(
        edition, functions, kept, organisation=side.content["organisation"], notes={}, profiles=profiles
    )
    content = services.content_of(
        given,
        reference=side.content["reference"],
        given_at=datetime.fromisoformat(side.content["given_at"]),
    )
    frozen = json.loads(services.canonical(content))  # in the form that a stored one is read back in
    return Rescored(Side(frozen, edition, side.label), tuple(gone))


def _gone(side: Side, place: flow.Place) -> Gone:
    known = side.place(*place)
    return Gone(question_words(side, known), answer_words(side, known))

"""An earlier report's answers under a later edition: worked out for one look, and stored nowhere."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.edition import flow
from recommendations.reports import services
from recommendations.reports.comparing.side import Side
from recommendations.reports.comparing.wording import answer_words, question_words
from recommendations.reports.inputs import ProfileWords


def later(before: Side, after: Side) -> flow.Edition:
    """Pick the edition to score both by: the higher number of one questionnaire, else the later report's."""
    one, other = before.edition, after.edition
    return one if one.slug == other.slug and one.edition > other.edition else other


def rescore(
    side: Side, edition: flow.Edition, profiles: Mapping[str, ProfileWords]
) -> tuple[Side | None, list[tuple[str, str]]]:
    """Score a side's answers by another edition.

    Returns:
        The side worked out again, or None where no function was left; and what the edition has no place for, each
        with what was answered.
    """
    functions, answers = flow.carry_over(edition, side.selected, side.counted)
    gone = [function for function in side.selected if function not in functions]
    lost = [(function.name, _("no longer in the list of functions")) for function in gone]
    about_gone = {function.key for function in gone}
    for place in side.counted:
        if place[0] not in about_gone and place not in answers:
            known = side.place(*place)
            lost.append((question_words(side, known), answer_words(side, known)))
    if not functions:
        return None, lost
    inputs = services.recommend_for(
        edition, functions, answers, organisation=side.content["organisation"], notes={}, profiles=profiles
    )
    content = services.content_of(
        inputs,
        reference=side.content["reference"],
        given_at=datetime.fromisoformat(side.content["given_at"]),
    )
    frozen = json.loads(services.canonical(content))  # in the form that a stored one is read back in
    return Side(frozen, edition, side.label), lost

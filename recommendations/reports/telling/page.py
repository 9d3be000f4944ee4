"""The whole report as ready-made values: what a template prints and nothing it would have to work out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.engine import Column
from recommendations.reports.telling import (
    appendix,
    change,
    demands,
    each,
    firmness,
    functions,
    headline,
    partner,
    reasons,
    scores,
    start,
    words,
)
from recommendations.reports.telling.appendix import Answered, Source
from recommendations.reports.telling.change import Changes
from recommendations.reports.telling.demands import Ask, DemandGroup, Drawbacks
from recommendations.reports.telling.each import Drawer
from recommendations.reports.telling.functions import FunctionMap
from recommendations.reports.telling.given import LEAVES, Given, fit_of, kind_of
from recommendations.reports.telling.partner import Partner
from recommendations.reports.telling.reasons import Pulls
from recommendations.reports.telling.scores import Score, Sure
from recommendations.reports.telling.start import Action, Pilot
from recommendations.reports.telling.words import Rich


@dataclass(frozen=True, slots=True)
class Other:
    """Why a model that is not in front stands where it does."""

    title: str
    pulls: Pulls


@dataclass(frozen=True, slots=True)
class Why:
    summary: str
    pulls: Pulls
    contrast: Pulls | None
    others: tuple[Other, ...]
    functions: tuple[Drawer, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The report from top to bottom; None or empty where a section has nothing to say."""

    title: str
    outcome: str
    headline: Rich
    lead: str
    scores: tuple[Score, ...]
    scores_note: str
    sure: Sure
    map: FunctionMap
    why: Why
    change: Changes
    demands: tuple[DemandGroup, ...]
    no_demands: str
    checklist: tuple[Ask, ...]
    partner: Partner | None
    pilot: Pilot | None
    drawbacks: tuple[Drawbacks, ...]
    actions: tuple[Action, ...]
    actions_lead: str
    answers: Answered
    sources: tuple[Source, ...]


def tell(given: Given) -> Page:
    changes = change.changes(given)
    outcome = headline.headline(given)
    actions = start.actions(given, changes.open)
    return Page(
        title=_title(given),
        outcome=words.plain(outcome),
        headline=outcome,
        lead=firmness.lead(given),
        scores=scores.scores(given),
        scores_note=_(
            "Each score stands alone; they do not add up to 100. "
            "The pale band shows how far the answers you left open could move a score."
        ),
        sure=scores.sure(given),
        map=functions.function_map(given),
        why=_why(given),
        change=changes,
        demands=demands.demands(given),
        no_demands=_no_demands(given),
        checklist=demands.checklist(given),
        partner=partner.partner(given),
        pilot=start.pilot(given),
        drawbacks=demands.drawbacks(given),
        actions=actions,
        actions_lead=_actions_lead(len(actions)),
        answers=appendix.answered(given),
        sources=appendix.sources(given),
    )


def _title(given: Given) -> str:
    if given.organisation:
        return _("Fit report for %(organisation)s") % {"organisation": given.organisation}
    return _("Your fit report")


def _actions_lead(count: int) -> str:
    if not count:
        return _("Nothing needs doing now. Answer again when the work, its volume or your team changes.")
    return _("What gives most for the least effort comes first. Each comes from an answer of yours.")


def _no_demands(given: Given) -> str:
    if given.is_decided:
        return ""
    return _("As long as nothing is handed over, there is nothing to ask of a partner.")


def _why(given: Given) -> Why:
    standing = given.overall
    leader = fit_of(standing, standing.ranking[0])
    return Why(
        summary=_why_summary(given),
        pulls=reasons.for_whole(given, leader, id_=f"why-{leader.column}", title=_moved(leader.column)),
        contrast=_contrast(given),
        others=tuple(_other(given, model) for model in standing.ranking[1:]),
        functions=each.drawers(given),
    )


def _why_summary(given: Given) -> str:
    if not any(kind_of(one) in LEAVES for one in given.result.functions) and given.functions:
        return _(
            "The overall scores are built from the answers about your functions and about the business as a whole. "
            "The reasons for each function stand below."
        )
    return _(
        "Overall, the answers about your functions count for the larger part, by the time each takes, "
        "and what you said about the business as a whole for the rest."
    )


def _moved(model: Column) -> str:
    return _("What moved the %(model)s score, in points") % {"model": words.SHORT[model]}


def _contrast(given: Given) -> Pulls | None:
    standing = given.overall
    if standing.tie or not standing.contrast.differences:
        return None
    title = _("Why %(first)s and not %(second)s, in points") % {
        "first": words.SHORT[standing.contrast.first],
        "second": words.SHORT[standing.contrast.second],
    }
    return reasons.for_contrast(given, standing.contrast, id_="why-not", title=title, together=True)


def _other(given: Given, model: Column) -> Other:
    fit = fit_of(given.overall, model)
    return Other(
        title=_("Why is %(model)s at %(score)s?") % {"model": words.SHORT[model], "score": fit.printed},
        pulls=reasons.for_whole(given, fit, id_=f"why-{model}", title=_moved(model)),
    )

"""What to demand of a partner and what to watch: drawn from the answers, each line naming the answer behind it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import LABELS
from recommendations.engine import SOUGHT, PartnerPlace, VerdictKind
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ProfileLine, ReportInputs
from recommendations.reports.sections.pulls import source_number

ANY: Final = "any"
REQUIREMENT, CONDITION, RISK, ACTION = "requirement", "condition", "risk", "action"
DRAWBACKS_ALONE, DRAWBACKS_EACH = 4, 2
MOST_SHOWN: Final = {REQUIREMENT: 4, CONDITION: 3, RISK: 3}  # ten in all


class FittingAdvice(NamedTuple):
    """One piece of advice with every answer that called for it."""

    key: str
    advice: flow.Advice
    places: tuple[flow.Place, ...]


def section(inputs: ReportInputs) -> Content:
    return {
        "demands": _demands(inputs),
        "no_demands": ""
        if inputs.is_decided
        else _("As long as nothing is handed over, there is nothing to ask of a partner."),
        **_from_profiles(inputs),
    }


def fitting_advice(inputs: ReportInputs) -> list[FittingAdvice]:
    """Every piece of advice that fits the result, once, in the order of the questions."""
    fitting: dict[str, tuple[flow.Advice, list[flow.Place]]] = {}
    for place in flow.asked(inputs.edition, inputs.functions, inputs.answers):
        choice = inputs.choice(place)
        for number, advice in enumerate(choice.advice if choice else (), start=1):
            if choice and _concerns(inputs, place, advice):
                fitting.setdefault(f"{place[1]}.{choice.key}.{number}", (advice, []))[1].append(place)
    return [FittingAdvice(key, advice, tuple(places)) for key, (advice, places) in fitting.items()]


def because(inputs: ReportInputs, places: Sequence[flow.Place]) -> str:
    """Name the answer behind a piece of advice, and the functions it was given for."""
    question = inputs.edition.question_by_key[places[0][1]]
    choice = inputs.choice(places[0])
    parts = {
        "answer": wording.quoted(choice.label if choice else _("I don’t know")),
        "question": wording.quoted(question.short or question.text),
    }
    about = [inputs.name_in_sentence(scope) for scope, _question in places if scope]
    if not about or len(inputs.functions) == 1:
        return _("Because you answered %(answer)s under %(question)s") % parts
    return _("Because you answered %(answer)s under %(question)s for %(functions)s") % {
        **parts,
        "functions": wording.listed(about),
    }


def _concerns(inputs: ReportInputs, place: flow.Place, advice: flow.Advice) -> bool:
    """Whether advice concerns what is recommended; work for which nobody is looked for needs no demands on a partner."""
    scope, question = place
    if not scope:
        choice = inputs.choice(place)
        is_abroad = choice is not None and choice.signal in (Signal.ANYWHERE, Signal.LOWEST_COST)
        if is_abroad and inputs.result.location.place is PartnerPlace.ONSHORE:
            return False
        return bool(inputs.models) and advice.model in (ANY, *inputs.models)
    verdict = inputs.results[scope].verdict
    if verdict.kind in SOUGHT:
        return advice.model in (ANY, verdict.model)
    if verdict.kind is VerdictKind.STAY_OUTSIDE and advice.kind == RISK:
        return advice.model in (ANY, verdict.model)
    return advice.kind == ACTION and any(ground.question == question for ground in verdict.grounds)


def _demands(inputs: ReportInputs) -> list[Content]:
    """Put what matters most first and the rest behind a fold, unless that would hide a single line."""
    heads = (
        (REQUIREMENT, _("Ask of a partner"), _("What a partner must be able to show before you go further.")),
        (CONDITION, _("Settle before you sign"), _("What belongs in the contract or in your own house first.")),
        (RISK, _("Watch while it runs"), _("What can go wrong, and how you would notice in time.")),
    )
    ranked = sorted(fitting_advice(inputs), key=lambda line: (-line.advice.impact, line.advice.effort))
    groups = []
    for kind, title, lead in heads:
        rows = [
            {
                "title": line.advice.title,
                "text": line.advice.text,
                "models": [] if line.advice.model == ANY else [line.advice.model],
                "because": because(inputs, line.places),
                "source": source_number(inputs, line.advice.source),
            }
            for line in ranked
            if line.advice.kind == kind
        ]
        most = MOST_SHOWN[kind]
        first = len(rows) if len(rows) <= most + 1 else most
        if rows:
            groups.append({"key": kind, "title": title, "lead": lead, "rows": rows[:first], "more": rows[first:]})
    return groups


def _from_profiles(inputs: ReportInputs) -> Content:
    """Gather what the profiles of the recommended models ask of providers, each question once, and warn of.

    More drawbacks of one model alone than of each of several.
    """
    most = DRAWBACKS_ALONE if len(inputs.models) == 1 else DRAWBACKS_EACH
    asked: dict[str, tuple[ProfileLine, set[str]]] = {}
    drawbacks = []
    for model in inputs.models:
        profile = inputs.profiles.get(str(model))
        for line in profile.of("ask") if profile else ():
            asked.setdefault(line.text, (line, set()))[1].add(str(model))
        warned = profile.of("drawback")[:most] if profile else ()
        rows = [{"text": line.text, "remedy": line.remedy} for line in warned]
        if rows:
            drawbacks.append({"model": str(model), "name": str(wording.SHORT[model]), "rows": rows})
    ranked = sorted(asked.values(), key=lambda entry: -len(entry[1]))
    return {
        "checklist": [
            {"text": line.text, "good": line.remedy, **{model: model in models for model in LABELS}}
            for line, models in ranked
        ],
        "drawbacks": drawbacks,
    }

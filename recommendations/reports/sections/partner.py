"""Who to look for, where they may sit and how they are paid."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition.flow import Signal
from recommendations.engine import FunctionResult, Ground, PartnerKind, PartnerPlace, PriceKind, Pricing, VerdictKind
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of
from recommendations.reports.sections.function_map import tied_to_country
from recommendations.reports.sections.pulls import answer_label

PLACES: Final = {
    PartnerPlace.ONSHORE: gettext_lazy("onshore, in your own country"),
    PartnerPlace.NEARSHORE: gettext_lazy("nearshore, in a country near yours"),
    PartnerPlace.OFFSHORE: gettext_lazy("offshore, in a distant country where work costs less"),
}
PLACE_NAMES: Final = {
    PartnerPlace.ONSHORE: gettext_lazy("Onshore"),
    PartnerPlace.NEARSHORE: gettext_lazy("Nearshore"),
    PartnerPlace.OFFSHORE: gettext_lazy("Offshore is possible"),
    PartnerPlace.OPEN: gettext_lazy("Open"),
}
PRICES: Final = {
    PriceKind.PER_TRANSACTION: gettext_lazy("per item"),
    PriceKind.PER_FTE: gettext_lazy("per full-time person"),
    PriceKind.PER_OUTCOME: gettext_lazy("per result"),
    PriceKind.PROJECT: gettext_lazy("per project or as needed"),
    PriceKind.SUBSCRIPTION: gettext_lazy("by subscription"),
}
LIMITS: Final = {
    PriceKind.PER_TRANSACTION: gettext_lazy("Agree what counts as one item, and the price when volume falls."),
    PriceKind.PER_FTE: gettext_lazy("You pay for time, not for results: agree what a person gets done in a month."),
    PriceKind.PER_OUTCOME: gettext_lazy("Agree how the result is measured, and by whom."),
    PriceKind.PROJECT: gettext_lazy("Agree the question, the date and what is handed over at the end."),
    PriceKind.SUBSCRIPTION: gettext_lazy("Agree what is included, how fast faults are mended, and how you leave."),
}


def section(inputs: ReportInputs) -> Content:
    """None where nothing is to leave, so that there is no partner to look for."""
    if inputs.result.partner.kind is PartnerKind.NONE:
        return {"partner": None}
    return {
        "partner": {
            "partner": _who(inputs),
            "location": _where(inputs),
            "elsewhere": _elsewhere(inputs),
            "prices": [_price(inputs, pricing) for pricing in inputs.result.pricing],
        }
    }


def _who(inputs: ReportInputs) -> Content:
    advice = inputs.result.partner
    models = wording.listed(str(wording.SHORT[model]) for model in advice.models)
    if advice.kind is PartnerKind.INTEGRATED:
        is_felt = any(ground.signal is Signal.COORDINATION_HURTS for ground in advice.grounds)
        sentences = (
            _("You answered %(said)s, and the advice names %(models)s.")
            % {"said": _answers(inputs, advice.grounds), "models": models},
            _("One provider that is proven in each of them would spare you keeping several in step.")
            if is_felt
            else _("Compare one provider that is proven in each of them with more firms beside those you have."),
            _(
                "The price of one partner is dependence: start with one function, widen only after it works, "
                "and keep the right to move each part on its own."
            ),
        )
        return {"title": _("One partner for several things is worth a look"), "text": " ".join(sentences)}
    if len(advice.models) > 1:
        text = _(
            "The advice names %(models)s, and nothing you said calls for having them from one hand. "
            "Choose the best for each, and give one of your people the job of keeping them in step."
        )
        return {"title": _("Several focused partners"), "text": text % {"models": models}}
    text = _("The advice names %(models)s alone: look for a partner who does mainly that, and for work like yours.")
    return {"title": _("One focused partner"), "text": text % {"models": models}}


def _answers(inputs: ReportInputs, grounds: Sequence[Ground]) -> str:
    """Repeat the answers behind a rule with what was asked, each in quotation marks and once."""
    labels = [answer_label(inputs, ground.scope, ground.question) for ground in grounds]
    return wording.listed(wording.quoted(label) for label in dict.fromkeys(labels))


def _where(inputs: ReportInputs) -> Content:
    """Name the work that an answer ties to the country, then where to look where it is a choice, and what pulls elsewhere."""
    location = inputs.result.location
    title = str(PLACE_NAMES[location.place])
    if location.place is PartnerPlace.OPEN:
        text = _("Nothing you said ties a partner to a place. Compare offers from near and far.")
        return {"title": title, "text": text}
    sentences = []
    if location.required:
        tied = [function for function in inputs.result.functions if function.location.required]
        tied = [function for function in tied if kind_of(function) is not VerdictKind.KEEP_IN_HOUSE] or tied
        grounds = [ground for function in tied for ground in tied_to_country(function.location.grounds)]
        names = wording.listed(wording.in_sentence(inputs.selected[function.key]) for function in tied)
        text = _("For %(functions)s you answered %(said)s, which leaves no choice.")
        sentences.append(text % {"functions": names, "said": _answers(inputs, grounds)})
    if free := [ground for ground in location.grounds if ground.signal is not Signal.STAYS_IN_COUNTRY]:
        look = (
            _(
                "A partner may sit %(place)s: you answered %(said)s. Far away tends to save most and to need most talking."
            )
            if location.place is PartnerPlace.OFFSHORE
            else _("Look %(place)s: you answered %(said)s.")
        )
        sentences.append(look % {"place": PLACES[location.place], "said": _answers(inputs, free)})
    allows_all = (Signal.ANYWHERE, Signal.STAYS_IN_COUNTRY)
    if against := [ground for ground in location.against if ground.signal not in allows_all]:
        more = _("%(said)s would allow more; we let the more careful answer decide.")
        sentences.append(more % {"said": _answers(inputs, against)})
    return {"title": title, "text": " ".join(sentences)}


def _elsewhere(inputs: ReportInputs) -> list[Content]:
    """Functions that may sit somewhere else than the advice overall, gathered by place."""
    differing: dict[PartnerPlace, list[FunctionResult]] = {}
    for function in inputs.leaving:
        if function.location.place not in (inputs.result.location.place, PartnerPlace.OPEN):
            differing.setdefault(function.location.place, []).append(function)
    names = {
        place: wording.listed(wording.in_sentence(inputs.selected[function.key]) for function in functions)
        for place, functions in differing.items()
    }
    return [
        {"title": wording.opened_text(named), "text": _("may sit %(place)s.") % {"place": PLACES[place]}}
        for place, named in names.items()
    ]


def _price(inputs: ReportInputs, pricing: Pricing) -> Content:
    others = wording.listed(str(PRICES[kind]) for kind in pricing.others)
    usual = (
        _("Usually paid %(first)s; %(others)s also happens.")
        if len(pricing.others) == 1
        else _("Usually paid %(first)s; %(others)s also happen.")
    )
    sentences = [usual % {"first": PRICES[pricing.first], "others": others}]
    if pricing.grounds:
        sentences.append(_("You answered %(said)s.") % {"said": _answers(inputs, pricing.grounds)})
    sentences.append(str(LIMITS[pricing.first]))
    if not pricing.sourced:
        sentences.append(_("Our sources do not discuss this price, so take it as our own suggestion."))
    return {
        "model": str(pricing.model),
        "name": str(wording.SHORT[pricing.model]),
        "first": wording.opened_text(str(PRICES[pricing.first])),
        "text": " ".join(sentences),
    }

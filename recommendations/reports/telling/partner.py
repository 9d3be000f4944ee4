"""Who to look for, where they may sit and how they are paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import flow
from recommendations.engine import (
    FunctionResult,
    Ground,
    PartnerKind,
    PartnerLocation,
    PartnerPlace,
    PriceKind,
    Pricing,
    VerdictKind,
)
from recommendations.reports.telling import words
from recommendations.reports.telling.functions import bound
from recommendations.reports.telling.given import Given, kind_of
from recommendations.reports.telling.reasons import answer_label

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


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice that stands for itself, in a title and some sentences."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Price:
    model: str
    name: str
    first: str
    text: str


@dataclass(frozen=True, slots=True)
class Partner:
    partner: Advice
    location: Advice
    elsewhere: tuple[Advice, ...]
    prices: tuple[Price, ...]


def partner(given: Given) -> Partner | None:
    """None where nothing is to leave, so that there is no partner to look for."""
    if given.result.partner.kind is PartnerKind.NONE:
        return None
    return Partner(
        partner=_who(given),
        location=_place(given, given.result.location),
        elsewhere=tuple(_elsewhere(given)),
        prices=tuple(_price(given, one) for one in given.result.pricing),
    )


def _who(given: Given) -> Advice:
    advice = given.result.partner
    models = words.listed(str(words.SHORT[model]) for model in advice.models)
    if advice.kind is PartnerKind.INTEGRATED:
        return Advice(
            _("One partner for several things is worth a look"),
            " ".join(
                (
                    _("You answered %(said)s, and the advice names %(models)s.")
                    % {"said": _answers(given, advice.grounds), "models": models},
                    _("One provider that is proven in each of them would spare you keeping several in step.")
                    if any(one.signal is flow.Signal.COORDINATION_HURTS for one in advice.grounds)
                    else _(
                        "Compare one provider that is proven in each of them with more firms beside those you have."
                    ),
                    _(
                        "The price of one partner is dependence: start with one function, widen only after it works, "
                        "and keep the right to move each part on its own."
                    ),
                )
            ),
        )
    if len(advice.models) > 1:
        return Advice(
            _("Several focused partners"),
            _(
                "The advice names %(models)s, and nothing you said calls for having them from one hand. "
                "Choose the best for each, and give one of your people the job of keeping them in step."
            )
            % {"models": models},
        )
    return Advice(
        _("One focused partner"),
        _("The advice names %(models)s alone: look for a partner who does mainly that, and for work like yours.")
        % {"models": models},
    )


def _answers(given: Given, grounds: Sequence[Ground]) -> str:
    """Repeat the answers behind a rule with what was asked, each in quotation marks and once."""
    labels = [answer_label(given, one.scope, one.question) for one in grounds]
    return words.listed(words.quoted(label) for label in dict.fromkeys(labels))


def _place(given: Given, location: PartnerLocation) -> Advice:
    title = str(PLACE_NAMES[location.place])
    if location.place is PartnerPlace.OPEN:
        return Advice(title, _("Nothing you said ties a partner to a place. Compare offers from near and far."))
    free = [one for one in location.grounds if one.signal is not flow.Signal.STAYS_IN_COUNTRY]
    told = [_tied(given) if location.required else "", _free(given, location, free), _against(given, location)]
    return Advice(title, " ".join(sentence for sentence in told if sentence))


def _tied(given: Given) -> str:
    """Name the work that an answer ties to the country."""
    tied = [one for one in given.result.functions if one.location.required]
    tied = [one for one in tied if kind_of(one) is not VerdictKind.KEEP_IN_HOUSE] or tied
    grounds = tuple(ground for one in tied for ground in bound(one.location.grounds))
    return _("For %(functions)s you answered %(said)s, which leaves no choice.") % {
        "functions": words.listed(words.in_sentence(given.selected[one.key]) for one in tied),
        "said": _answers(given, grounds),
    }


def _free(given: Given, location: PartnerLocation, grounds: Sequence[Ground]) -> str:
    """Say where to look where it is a choice, and because of which answers."""
    if not grounds:
        return ""
    parts = {"place": PLACES[location.place], "said": _answers(given, grounds)}
    if location.place is PartnerPlace.OFFSHORE:
        return (
            _(
                "A partner may sit %(place)s: you answered %(said)s. Far away tends to save most and to need most talking."
            )
            % parts
        )
    return _("Look %(place)s: you answered %(said)s.") % parts


def _against(given: Given, location: PartnerLocation) -> str:
    against = [
        one for one in location.against if one.signal not in (flow.Signal.ANYWHERE, flow.Signal.STAYS_IN_COUNTRY)
    ]
    if not against:
        return ""
    return _("%(said)s would allow more; we let the more careful answer decide.") % {"said": _answers(given, against)}


def _elsewhere(given: Given) -> list[Advice]:
    """Functions that may sit somewhere else than the advice overall, gathered by place."""
    differing: dict[PartnerPlace, list[FunctionResult]] = {}
    for function in given.leaving:
        if function.location.place not in (given.result.location.place, PartnerPlace.OPEN):
            differing.setdefault(function.location.place, []).append(function)
    return [
        Advice(
            words.opened_text(words.listed(words.in_sentence(given.selected[one.key]) for one in functions)),
            _("may sit %(place)s.") % {"place": PLACES[place]},
        )
        for place, functions in differing.items()
    ]


def _price(given: Given, pricing: Pricing) -> Price:
    others = words.listed(str(PRICES[kind]) for kind in pricing.others)
    sentences = [
        _("Usually paid %(first)s; %(others)s also happens.") % {"first": PRICES[pricing.first], "others": others}
        if len(pricing.others) == 1
        else _("Usually paid %(first)s; %(others)s also happen.") % {"first": PRICES[pricing.first], "others": others},
        str(LIMITS[pricing.first]),
    ]
    if pricing.grounds:
        sentences.insert(1, _("You answered %(said)s.") % {"said": _answers(given, pricing.grounds)})
    if not pricing.sourced:
        sentences.append(_("Our sources do not discuss this price, so take it as our own suggestion."))
    return Price(
        model=str(pricing.model),
        name=str(words.SHORT[pricing.model]),
        first=words.opened_text(str(PRICES[pricing.first])),
        text=" ".join(sentences),
    )

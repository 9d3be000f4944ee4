"""Who to look for, where they may sit and how they are paid."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition.flow import Signal
from recommendations.engine import FunctionResult, Ground, PartnerKind, PartnerPlace, PlanKind, PriceKind, Pricing
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.function_map import TIED, tied_to_country
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
MOST_CAREFUL: Final = (*PLACES, PartnerPlace.OPEN)
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
UNSOURCED: Final = gettext_lazy("Our sources do not discuss this price, so take it as our own suggestion.")


def section(inputs: ReportInputs) -> Content:
    """None where no partner is looked for."""
    if inputs.result.partner.kind is PartnerKind.NONE or not inputs.leaving:
        return {"partner": None}
    places: dict[PartnerPlace, list[FunctionResult]] = {}
    for function in sorted(inputs.leaving, key=lambda function: MOST_CAREFUL.index(function.location.place)):
        places.setdefault(function.location.place, []).append(function)
    where = [_where(inputs, place, functions, is_all=len(places) == 1) for place, functions in places.items()]
    return {
        "partner": {
            "partner": _who(inputs),
            "location": where[0],
            "elsewhere": where[1:],
            "prices": [_price(inputs, pricing) for pricing in inputs.result.pricing],
        }
    }


def _who(inputs: ReportInputs) -> Content:
    advice = inputs.result.partner
    models = wording.listed(str(wording.SHORT[model]) for model in advice.models)
    if advice.kind is PartnerKind.INTEGRATED:
        sentences = (
            _("You answered %(said)s, and the advice names %(models)s.")
            % {"said": _answers(inputs, advice.grounds), "models": models},
            _("One provider that is proven in each of them would spare you keeping several in step."),
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


def _where(inputs: ReportInputs, place: PartnerPlace, functions: Sequence[FunctionResult], *, is_all: bool) -> Content:
    """Say where a partner for these functions may sit: what leaves no choice, what is open, what pulls elsewhere."""
    title = str(PLACE_NAMES[place])
    if not is_all:
        title = _("%(place)s for %(functions)s") % {"place": title, "functions": inputs.names_in_sentence(functions)}
    sentences = [*_tied(inputs, functions), *_unknown(inputs, functions), *_free(inputs, place, functions)]
    if not sentences:
        sentences = [_("Nothing you said ties a partner to a place. Compare offers from near and far.")]
    return {"title": title, "text": " ".join(sentences)}


def _tied(inputs: ReportInputs, functions: Sequence[FunctionResult]) -> Iterator[str]:
    required = [function for function in functions if function.location.required]
    if on_site := [function for function in required if not tied_to_country(function.location.grounds)]:
        yield _("This is done on the spot, which leaves no choice: %(functions)s.") % {
            "functions": inputs.names_in_sentence(on_site)
        }
    if tied := [function for function in required if function not in on_site]:
        grounds = [ground for function in tied for ground in tied_to_country(function.location.grounds)]
        yield _("For %(functions)s you answered %(said)s, which leaves no choice.") % {
            "functions": inputs.names_in_sentence(tied),
            "said": _answers(inputs, grounds),
        }


def _unknown(inputs: ReportInputs, functions: Sequence[FunctionResult]) -> Iterator[str]:
    """Name what has to be known before the work may go abroad."""
    open_ = [function for function in functions if function.location.unknown and not function.location.required]
    if open_:
        keys = dict.fromkeys(key for function in open_ for _scope, key in function.location.unknown)
        asked = [inputs.edition.question_by_key[key] for key in keys]
        yield _("Until you know %(questions)s for %(functions)s, look in your own country.") % {
            "questions": wording.listed(wording.quoted(question.short or question.text) for question in asked),
            "functions": inputs.names_in_sentence(open_),
        }


def _free(inputs: ReportInputs, place: PartnerPlace, functions: Sequence[FunctionResult]) -> Iterator[str]:
    """Name the answers that speak for a place where it is a choice, and those that would allow more."""
    grounds = dict.fromkeys(ground for function in functions for ground in function.location.grounds)
    free = [ground for ground in grounds if ground.signal not in TIED]
    if free and place is PartnerPlace.OFFSHORE:
        text = _(
            "A partner may sit %(place)s: you answered %(said)s. Far away tends to save most and to need most talking."
        )
        yield text % {"place": PLACES[place], "said": _answers(inputs, free)}
    elif free and place is not PartnerPlace.OPEN:
        yield _("Look %(place)s: you answered %(said)s.") % {
            "place": PLACES[place],
            "said": _answers(inputs, free),
        }
    allows_all = (Signal.ANYWHERE, *TIED)
    against = dict.fromkeys(ground for function in functions for ground in function.location.against)
    if more := [ground for ground in against if ground.signal not in allows_all and ground not in free]:
        yield _("%(said)s would allow more; we let the more careful answer decide.") % {"said": _answers(inputs, more)}


def _price(inputs: ReportInputs, pricing: Pricing) -> Content:
    """Say how such work can be paid, whatever was answered; a piece of work with an end has a price of its own."""
    plans = {function.plan for function in inputs.leaving if function.verdict.model is pricing.model}
    if plans == {PlanKind.PROJECT}:
        first = PriceKind.PROJECT
        sentences = [_("Ask for one price for the whole piece of work."), str(LIMITS[first])]
        sentences += [] if pricing.sourced else [str(UNSOURCED)]
        return {
            "model": str(pricing.model),
            "name": str(wording.SHORT[pricing.model]),
            "first": wording.opened_text(str(PRICES[first])),
            "text": " ".join(sentences),
        }
    others = wording.listed(str(PRICES[kind]) for kind in pricing.others)
    usual = (
        _("Ask for a price %(first)s; %(others)s is another way.")
        if len(pricing.others) == 1
        else _("Ask for a price %(first)s; %(others)s are other ways.")
    )
    sentences = [usual % {"first": PRICES[pricing.first], "others": others}]
    sentences.append(str(LIMITS[pricing.first]))
    if not pricing.sourced:
        sentences.append(str(UNSOURCED))
    return {
        "model": str(pricing.model),
        "name": str(wording.SHORT[pricing.model]),
        "first": wording.opened_text(str(PRICES[pricing.first])),
        "text": " ".join(sentences),
    }

"""What can go wrong once work leaves, how it would show first, and what belongs in a contract; each from an answer or named as general."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import flow
from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.demands import because

MOST_RISKS: Final = 8
EVERY: Final = (Column.BPO, Column.KPO, Column.ITO)


class Risk(NamedTuple):
    """One line of the register; an answer with one of the signals in `raised_by` makes it likelier here than elsewhere."""

    key: str
    models: tuple[Column, ...]
    raised_by: tuple[Signal, ...]
    title: Any
    text: Any
    sign: Any
    watch: Any


class ContractPoint(NamedTuple):
    """One point of a contract, with what it means for each model; an answer in `asked_by` makes it more than general."""

    key: str
    asked_by: tuple[Signal, ...]
    title: Any
    texts: dict[Column, Any]


RISKS: Final = (
    Risk(
        "standstill",
        (Column.ITO, Column.BPO),
        (Signal.SYSTEM_BREAKS_DOWN, Signal.SYSTEM_FAILING),
        gettext_lazy("Work stands still"),
        gettext_lazy("The system under it fails, and two firms say it is the other one’s."),
        gettext_lazy("A fault is passed to and fro for more than a day."),
        gettext_lazy("Whoever signs in first in the morning, daily"),
    ),
    Risk(
        "leak",
        EVERY,
        (Signal.DATA_EXPOSED, Signal.PERSONAL_DATA, Signal.OWN_SECRETS),
        gettext_lazy("Information gets out"),
        gettext_lazy("More people can see it than before, and some of them you never meet."),
        gettext_lazy("A name that nobody knows stands in the list of who has access."),
        gettext_lazy("Whoever gives out access, each month"),
    ),
    Risk(
        "place",
        EVERY,
        (Signal.STAYS_IN_COUNTRY, Signal.WITH_CONDITIONS),
        gettext_lazy("The work or a copy goes where it may not"),
        gettext_lazy("A backup, a night shift or a firm behind the firm sits abroad."),
        gettext_lazy("A new subcontractor, or a mail sent at three in the morning."),
        gettext_lazy("Whoever answers for it, at each renewal and each change"),
    ),
    Risk(
        "knowledge",
        EVERY,
        (Signal.IN_HEADS, Signal.WOVEN_IN, Signal.NO_SKILL),
        gettext_lazy("Nobody with you understands it any more"),
        gettext_lazy("Then you can neither judge the work nor take it back."),
        gettext_lazy("A question that took minutes takes days."),
        gettext_lazy("One person who sees real cases, each month"),
    ),
    Risk(
        "quality",
        (Column.BPO, Column.ITO),
        (Signal.SLIPS, Signal.OUTSIDE_TROUBLE),
        gettext_lazy("It gets worse slowly"),
        gettext_lazy("The good people of the first weeks move to the next client."),
        gettext_lazy("Your team mends things again without telling anybody."),
        gettext_lazy("Your team, with a sample of twenty cases each month"),
    ),
    Risk(
        "thin_advice",
        (Column.KPO,),
        (Signal.SETS_APART,),
        gettext_lazy("The advice reads well and does not hold"),
        gettext_lazy("It was written by somebody other than the person you met."),
        gettext_lazy("They cannot say what speaks against it."),
        gettext_lazy("Whoever has to decide with it, at every answer"),
    ),
    Risk(
        "steering",
        EVERY,
        (Signal.COORDINATION_HURTS, Signal.CHANGES_AT_ONCE),
        gettext_lazy("Steering eats what was won"),
        gettext_lazy("Mails, calls and checking take the hours that the work took before."),
        gettext_lazy("More than a tenth of the hours saved go into keeping in step."),
        gettext_lazy("Whoever looks after the partner, with a note of the hours"),
    ),
    Risk(
        "distance",
        EVERY,
        (Signal.LOWEST_COST, Signal.ANYWHERE),
        gettext_lazy("Distance costs more than it saves"),
        gettext_lazy("Misunderstandings, odd hours and visits stand in no offer."),
        gettext_lazy("The same question is asked a third time."),
        gettext_lazy("Whoever pays, once in three months"),
    ),
    Risk(
        "bill",
        EVERY,
        (Signal.OFFER_NEVER_ASKED, Signal.OFFER_MORE),
        gettext_lazy("The bill grows"),
        gettext_lazy("Changes, peaks and what nobody thought of are charged on top."),
        gettext_lazy("The second invoice is higher than the first, and nobody ordered more."),
        gettext_lazy("Whoever pays the invoices, each month"),
    ),
    Risk(
        "grip",
        EVERY,
        (),
        gettext_lazy("You cannot leave"),
        gettext_lazy("Data, accounts or know-how are theirs in fact, whatever the contract says."),
        gettext_lazy("Asking for a copy of everything leads to an offer instead of a copy."),
        gettext_lazy("Whoever answers for it: ask for that copy once a year"),
    ),
)
CONTRACT: Final = (
    ContractPoint(
        "step_in",
        (Signal.SYSTEM_BREAKS_DOWN, Signal.CHANGES_AT_ONCE, Signal.ANSWERED_IN_PUBLIC),
        gettext_lazy("Stepping in"),
        {
            Column.BPO: gettext_lazy(
                "You may do the work yourself, or have it done, while they cannot: with their papers."
            ),
            Column.KPO: gettext_lazy("You may give the question to somebody else with everything written so far."),
            Column.ITO: gettext_lazy("You hold a sealed copy of every administrator’s password, and may use it."),
        },
    ),
    ContractPoint(
        "subcontractors",
        (Signal.STAYS_IN_COUNTRY, Signal.WITH_CONDITIONS, Signal.PERSONAL_DATA),
        gettext_lazy("Firms behind the firm"),
        {
            Column.BPO: gettext_lazy(
                "Named in the contract, new ones only with your yes, and bound to the same rules."
            ),
            Column.KPO: gettext_lazy("The people you met do the work; anybody else only with your yes."),
            Column.ITO: gettext_lazy("Named with their data centres and countries, new ones only with your yes."),
        },
    ),
    ContractPoint(
        "data",
        (Signal.PERSONAL_DATA, Signal.OWN_SECRETS),
        gettext_lazy("Your data comes back"),
        {
            Column.BPO: gettext_lazy(
                "All records in a form you can open, whenever you ask, and deleted there with a written word."
            ),
            Column.KPO: gettext_lazy(
                "Drafts, sources and models of the work are yours, and copies are deleted at the end."
            ),
            Column.ITO: gettext_lazy(
                "Full export, settings and backups whenever you ask, tried once before the start."
            ),
        },
    ),
    ContractPoint(
        "audit",
        (Signal.ANSWERED_IN_PUBLIC, Signal.DATA_EXPOSED, Signal.WITH_CONDITIONS),
        gettext_lazy("Looking in"),
        {
            Column.BPO: gettext_lazy(
                "You, your auditor and an authority may see how the work is done, with notice of two weeks."
            ),
            Column.KPO: gettext_lazy("They show how an answer came about: sources, sums and who checked it."),
            Column.ITO: gettext_lazy(
                "Logs of who had access, test reports and certificates with their scope, once a year unasked."
            ),
        },
    ),
    ContractPoint(
        "liability",
        (Signal.SETS_APART, Signal.ANSWERED_IN_PUBLIC, Signal.OWN_SECRETS),
        gettext_lazy("Who pays for damage"),
        {
            Column.BPO: gettext_lazy(
                "An amount that fits what a mistake costs you, insured, and no limit for leaks through neglect."
            ),
            Column.KPO: gettext_lazy(
                "Professional insurance with its amount, and who answers if the advice was wrong."
            ),
            Column.ITO: gettext_lazy("A price for each hour of standing still, and the cost of getting data back."),
        },
    ),
    ContractPoint(
        "end",
        (Signal.OUTSIDE_TROUBLE, Signal.WOVEN_IN, Signal.IN_HEADS),
        gettext_lazy("The end"),
        {
            Column.BPO: gettext_lazy(
                "A notice you can live with, three months of help at today’s price, and the written steps are yours."
            ),
            Column.KPO: gettext_lazy(
                "You may end after each question; what was learned is handed over in a talk and on paper."
            ),
            Column.ITO: gettext_lazy(
                "Accounts, domains and licences are in your name from the first day, and the move out is priced now."
            ),
        },
    ),
)


def section(inputs: ReportInputs) -> Content:
    """None where nobody is looked for."""
    if not inputs.models:
        return {"risks": None}
    scopes = {flow.ORGANISATION, *(function.key for function in inputs.leaving)}
    asked = [place for place in flow.asked(inputs.edition, inputs.functions, inputs.answers) if place[0] in scopes]
    risks = [
        (places, risk)
        for risk in RISKS
        if set(risk.models) & set(inputs.models)
        for places in [_places(inputs, asked, risk.raised_by)]
    ]
    risks.sort(key=lambda pair: not pair[0])
    return {
        "risks": {
            "lead": _(
                "Likelier here means that an answer of yours speaks for it. The others are general: they come with any partner."
            ),
            "rows": [_risk(inputs, places, risk) for places, risk in risks[:MOST_RISKS]],
            "contract": [_contract_point(inputs, asked, point) for point in CONTRACT],
        }
    }


def _places(inputs: ReportInputs, asked: Iterable[flow.Place], signals: tuple[Signal, ...]) -> tuple[flow.Place, ...]:
    """Find the answer that speaks for something, for all functions for which it was given."""
    found = [place for place in asked if (choice := inputs.choice(place)) and choice.signal in signals]
    first = inputs.choice(found[0]) if found else None
    return tuple(place for place in found if place[1] == found[0][1] and inputs.choice(place) is first)


def _risk(inputs: ReportInputs, places: tuple[flow.Place, ...], risk: Risk) -> Content:
    return {
        "key": risk.key,
        "title": str(risk.title),
        "text": str(risk.text),
        "likely": _("Likelier here") if places else _("General"),
        "sign": str(risk.sign),
        "watch": str(risk.watch),
        "because": because(inputs, places) if places else "",
    }


def _contract_point(inputs: ReportInputs, asked: Iterable[flow.Place], point: ContractPoint) -> Content:
    places = _places(inputs, asked, point.asked_by)
    return {
        "key": point.key,
        "title": str(point.title),
        "texts": [{"model": str(model), "text": str(point.texts[model])} for model in inputs.models],
        "because": because(inputs, places) if places else _("General: it belongs in every contract"),
    }

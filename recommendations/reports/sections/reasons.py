"""Why a verdict is what it is: in a few words, in sentences, and what holds work at “prepare first”."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.engine import Cap, CapReason, FunctionResult, Ground, VerdictKind, VerdictReason
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import ReportInputs, is_asked, recommended

MOST_OPEN: Final = 2


class CapWords(NamedTuple):
    """One thing that holds work back: in a few words beside the verdict, in a sentence, and what lifts it."""

    short: Any
    held: Any
    lift: Any


CAPS: Final[Mapping[CapReason, CapWords]] = {
    CapReason.EDGE: CapWords(
        gettext_lazy("It sets you apart"),
        gettext_lazy("It is a main reason why customers choose you, so it does not leave just like that."),
        gettext_lazy("Decide what stays in your own hands: the aims, the standards and the right to stop the work."),
    ),
    CapReason.EDGE_WITHOUT_SKILL: CapWords(
        gettext_lazy("It sets you apart, and nobody here can do it"),
        gettext_lazy("It is a main reason why customers choose you, and nobody with you can do it."),
        gettext_lazy("Build the skill, hire it, or take a partner under close control."),
    ),
    CapReason.PRICE_ALONE: CapWords(
        gettext_lazy("Only the price speaks for it"),
        gettext_lazy("Your people are as good at it as anyone: hand it over for the price alone, or keep it."),
        gettext_lazy("Compare an offer with your own full cost."),
    ),
    CapReason.IN_HEADS: CapWords(
        gettext_lazy("It is in people’s heads"),
        gettext_lazy("Nobody could learn it from what is written down."),
        gettext_lazy("Write the steps down, with their exceptions."),
    ),
    CapReason.BREAKS_DOWN: CapWords(
        gettext_lazy("Its system breaks down"),
        gettext_lazy("The system under it breaks down, and whoever takes it over inherits that."),
        gettext_lazy("Mend or replace the system, or settle who does."),
    ),
    CapReason.EXPOSED: CapWords(
        gettext_lazy("Your data is exposed"),
        gettext_lazy("It touches delicate information, and your systems and data are exposed."),
        gettext_lazy("Close the gap before anybody outside gets access."),
    ),
    CapReason.OFFER: CapWords(
        gettext_lazy("An offer was dearer"),
        gettext_lazy("Nobody with you can do it, but an outside offer costs more, everything counted."),
        gettext_lazy("Compare the offer with what it would cost to build the skill yourself."),
    ),
    CapReason.CLOSE_CALL: CapWords(
        gettext_lazy("Not settled which model fits"),
        gettext_lazy("Another model is too close, or could still come out ahead."),
        gettext_lazy("Try both kinds of partner on a small piece before you choose."),
    ),
}
UNKNOWN_CAPS: Final[Mapping[CapReason, CapWords]] = {
    CapReason.LAW: CapWords(
        gettext_lazy("Find out whether it may be handed over"),
        gettext_lazy("It is not known yet whether a law, a licence or a contract forbids handing it over."),
        gettext_lazy("Find out before you talk with anybody about it."),
    ),
    CapReason.SUBJECT: CapWords(
        gettext_lazy("Find out what kind of work it is"),
        gettext_lazy("It is not known yet what this work produces, and whether it is tied to a place."),
        gettext_lazy("Find out before you choose a kind of partner."),
    ),
    CapReason.NEED: CapWords(
        gettext_lazy("Find out whether anything presses"),
        gettext_lazy("Your own people do it well enough, and it is not known yet whether anything presses."),
        gettext_lazy("Find out; where nothing presses, leave it as it is."),
    ),
    CapReason.EDGE: CapWords(
        gettext_lazy("Find out whether it sets you apart"),
        gettext_lazy("It is not known yet whether customers choose you for it."),
        gettext_lazy("Find out: ask five of them."),
    ),
    CapReason.EDGE_WITHOUT_SKILL: CapWords(
        gettext_lazy("Find out whether it sets you apart"),
        gettext_lazy("Nobody with you can do it, and it is not known yet whether customers choose you for it."),
        gettext_lazy("Find out: ask five of them."),
    ),
    CapReason.SKILL: CapWords(
        gettext_lazy("Find out how good your own people are"),
        gettext_lazy("It is not known yet how good your own people are at it."),
        gettext_lazy("Find out: hold a month of their work beside a specialist’s."),
    ),
    CapReason.CURRENT: CapWords(
        gettext_lazy("Find out who does it today"),
        gettext_lazy("It is not known yet who does this work today."),
        gettext_lazy("Find out, and under which contract."),
    ),
    CapReason.OFFER: CapWords(
        gettext_lazy("Find out what an offer costs"),
        gettext_lazy("It is not known yet what an outside offer would cost, everything counted."),
        gettext_lazy("Find out: ask two firms."),
    ),
    CapReason.IN_HEADS: CapWords(
        gettext_lazy("Find out whether it is written down"),
        gettext_lazy("It is not known yet whether a newcomer could learn it from what is written down."),
        gettext_lazy("Find out: let somebody try."),
    ),
    CapReason.BREAKS_DOWN: CapWords(
        gettext_lazy("Find out what state its system is in"),
        gettext_lazy("It is not known yet what state the system under it is in."),
        gettext_lazy("Find out: count for a month what stops, and for how long."),
    ),
    CapReason.EXPOSED: CapWords(
        gettext_lazy("Find out how safe its data is"),
        gettext_lazy("It is not known yet whether delicate information in it is well protected."),
        gettext_lazy("Find out: have somebody look who does this for a living."),
    ),
}
# What an answer that holds anything back says where no words of its own stand above.
KEPT_SHORT: Final[Mapping[VerdictReason, Any]] = {
    VerdictReason.EDGE: gettext_lazy("Your edge, and you do it well"),
    VerdictReason.PRICE_ALONE: gettext_lazy("You do it as well as anyone"),
    VerdictReason.DEARER: gettext_lazy("An offer was dearer"),
    VerdictReason.AS_IT_IS: gettext_lazy("It works, and nothing presses"),
    VerdictReason.LOW_OUTSOURCE: gettext_lazy("Little speaks for handing it over"),
}
LEADS: Final[Mapping[tuple[VerdictKind, VerdictReason], Any]] = {
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW): gettext_lazy(
        "What you said about law, licence or contract decides it, whatever the fit scores say."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.OWNER): gettext_lazy(
        "You have decided so, and we take that as given. The fit scores are there to look at."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE): gettext_lazy(
        "It sets you apart, and your own people are as good at it as anyone you could hire."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.PRICE_ALONE): gettext_lazy(
        "Your people are as good at it as anyone you could hire: keep it, or hand it over for the price alone."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.DEARER): gettext_lazy(
        "An outside offer costs more, everything counted, so the price is no reason to hand it over."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.AS_IT_IS): gettext_lazy(
        "It works and nothing presses: leave it as it is."
    ),
    (VerdictKind.KEEP_IN_HOUSE, VerdictReason.LOW_OUTSOURCE): gettext_lazy(
        "Little in your answers speaks for handing it over."
    ),
    (VerdictKind.BRING_BACK, VerdictReason.LAW): gettext_lazy(
        "What you said about law, licence or contract speaks against its being done outside. Have that checked first."
    ),
    (VerdictKind.BRING_BACK, VerdictReason.OWNER): gettext_lazy("You have decided so, and we take that as given."),
    (VerdictKind.BRING_BACK, VerdictReason.TROUBLE): gettext_lazy(
        "Today’s firm gives you trouble, and what you said about this work speaks for doing it yourself."
    ),
    (VerdictKind.STAY_OUTSIDE, VerdictReason.CONTENT): gettext_lazy(
        "You are content with the firm that does it. Look again when the contract ends, or when price or quality slips."
    ),
    (VerdictKind.LOOK_AGAIN, VerdictReason.ON_SITE): gettext_lazy(
        "It can still be bought: ask firms near you that do this for a living."
    ),
    (VerdictKind.LOOK_AGAIN, VerdictReason.NO_FIT): gettext_lazy(
        "That is an answer too: none of the fit scores is above 50, the point where nothing speaks either way."
    ),
}


def cap_words(cap: Cap) -> CapWords:
    """Word a cap: what is known, or what is to be found out."""
    return UNKNOWN_CAPS[cap.reason] if cap.is_unknown else CAPS[cap.reason]


def answers_behind(inputs: ReportInputs, grounds: Sequence[Ground]) -> str:
    """Repeat the answers behind a rule, in their own words and each once."""
    choices = [inputs.choice((ground.scope, ground.question)) for ground in grounds]
    return wording.listed(dict.fromkeys(wording.quoted(choice.label) for choice in choices if choice))


def in_short(inputs: ReportInputs, function: FunctionResult) -> str:
    """Name the one reason that matters in a few words; empty where the scores say it all."""
    verdict = function.verdict
    if verdict.caps:
        return str(cap_words(verdict.caps[0]).short)
    match verdict.kind, verdict.why:
        case VerdictKind.STAY_OUTSIDE, _any:
            return _("You are content with it")
        case VerdictKind.CHANGE_PARTNER, _any:
            return _("Trouble with today’s firm")
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW | VerdictReason.OWNER:
            return _first_answer(inputs, verdict.grounds)
        case VerdictKind.BRING_BACK | VerdictKind.SPLIT, _any:
            return _first_answer(inputs, verdict.grounds)
        case VerdictKind.KEEP_IN_HOUSE, reason:
            return str(KEPT_SHORT[reason])
        case _kind, VerdictReason.OPEN_ANSWERS:
            return _("Open answers could still turn it")
        case _scored:
            return ""


def in_full(inputs: ReportInputs, function: FunctionResult) -> str:
    """Give the reason in sentences, with the answers behind it."""
    verdict, standing = function.verdict, function.standing
    models = recommended(function)
    parts = {
        "models": wording.either(str(wording.SHORT[model]) for model in models) if models else "",
        "partners": wording.either(str(wording.PARTNER[model]) for model in models) if models else "",
        "case": standing.outsource.printed,
        "limit": whole(inputs.parameters.prepare_up_to),
        "said": answers_behind(inputs, verdict.grounds),
    }
    match verdict.kind:
        case VerdictKind.CANNOT_TELL:
            return _cannot_tell(inputs, function)
        case VerdictKind.KEEP_IN_HOUSE:
            text = _kept(verdict.why)
        case VerdictKind.LOOK_AGAIN if verdict.why is VerdictReason.ON_SITE:
            text = _(
                "This work is done on the spot. It is neither a process nor expert knowledge nor technology, so the "
                "three models have nothing to say about it. A firm near you may still do it well."
            )
        case VerdictKind.LOOK_AGAIN:
            text = _(
                "None of the three models scores above 50 here, the point where nothing speaks either way. "
                "Look again when the work or its volume changes."
            )
        case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
            text = _leaving(verdict.why)
        case _is_outside:
            text = _outside(verdict.kind)
    return text % parts


def _kept(why: VerdictReason) -> str:
    match why:
        case VerdictReason.LAW:
            return _(
                "You answered %(said)s. That decides it, whatever the scores say; have it checked if you are not certain."
            )
        case VerdictReason.OWNER:
            return _("You answered %(said)s. We take that as given; the scores are there to look at.")
        case VerdictReason.EDGE:
            return _(
                "It sets you apart, and your own people do it as well as anyone you could hire. "
                "That decides it, whatever the scores say."
            )
        case VerdictReason.PRICE_ALONE:
            return _(
                "Your people are as good at it as anyone you could hire, and it is not what sets you apart. "
                "Keep it, or hand it over for the price alone: only if an offer is clearly below your own full cost."
            )
        case VerdictReason.DEARER:
            return _(
                "You answered %(said)s. Everything counted, an outside offer costs more, so keep it "
                "unless something other than the price speaks for handing it over."
            )
        case VerdictReason.AS_IT_IS:
            return _(
                "Your own people do it well enough and in time, and nothing presses you in work of this kind. "
                "It works: leave it as it is."
            )
        case _low:
            return _("The case for handing it over scores only %(case)s of 100, and that decides it.")


def _leaving(why: VerdictReason) -> str:
    match why:
        case VerdictReason.CAPPED:
            return _(
                "%(models)s fits best, and the case for handing it over scores %(case)s of 100. "
                "What holds it at “prepare first” is named below."
            )
        case VerdictReason.MIDDLING_OUTSOURCE:
            return _(
                "%(models)s fits best, but the case for handing it over scores %(case)s of 100. "
                "Prepare first, and begin with a pilot only."
            )
        case VerdictReason.OPEN_ANSWERS:
            return _(
                "%(models)s fits best, and the case for handing it over scores %(case)s of 100. But with every open "
                "answer at its worst it would fall below %(limit)s, so answer those first."
            )
        case _clear:
            return _("%(models)s fits best, and the case for handing it over scores %(case)s of 100.")


def _outside(kind: VerdictKind) -> str:
    match kind:
        case VerdictKind.STAY_OUTSIDE:
            return _(
                "A firm outside does it, and you are content. Leave it there, and look again when the contract ends, "
                "or sooner if the price rises or the quality falls."
            )
        case VerdictKind.CHANGE_PARTNER:
            return _(
                "A firm outside does it, with trouble, and nothing you said calls for having the work back: it is the "
                "firm that does not fit. Look for %(partners)s, and brief them with what went wrong."
            )
        case VerdictKind.SPLIT:
            return _(
                "A firm outside does it, with trouble. You answered %(said)s, which speaks for having it back, but "
                "nobody with you can do all of it. Take back the part that must be yours, and look for %(partners)s "
                "for the rest."
            )
        case _bring_back:
            return _("A firm outside does it today. You answered %(said)s, which speaks for doing it yourself.")


def _cannot_tell(inputs: ReportInputs, function: FunctionResult) -> str:
    known = _("Too little is known about it to say whether it should leave, and to whom.")
    if not is_asked(function):
        return _("Every question about it was marked as not applying, so there is nothing to go by.")
    questions = [wording.quoted(inputs.edition.question_by_key[key].text) for key in settling(inputs, function)]
    if not questions:
        return known
    return " ".join((known, _("What would settle most: %(questions)s.") % {"questions": wording.listed(questions)}))


def settling(inputs: ReportInputs, function: FunctionResult) -> list[str]:
    """List the questions that would settle most about a function of which nothing can be said yet."""
    asked = [action.question for action in function.actions if action.question in inputs.edition.question_by_key]
    asked += [open_.question for open_ in function.standing.open_questions]
    return list(dict.fromkeys(asked))[:MOST_OPEN]


def _first_answer(inputs: ReportInputs, grounds: Sequence[Ground]) -> str:
    choices = (inputs.choice((ground.scope, ground.question)) for ground in grounds)
    return next((choice.label for choice in choices if choice), "")

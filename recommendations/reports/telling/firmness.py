"""The sentences after the outcome: how firm it is, what is close, and where the whole looks otherwise."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import StrengthWord, VerdictKind, VerdictReason
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given, fit_of, kind_of, strength_of
from recommendations.reports.telling.words import listed


def lead(given: Given) -> str:
    """Give the sentence after the headline: how firm it is, and what is close or not the whole story."""
    said = [_firmness(given), _close_calls(given), _difference(given)]
    return " ".join(sentence for sentence in said if sentence)


def _firmness(given: Given) -> str:
    if not given.functions:
        return ""
    kinds = {kind_of(function) for function in given.result.functions}
    if kinds == {VerdictKind.KEEP_IN_HOUSE}:
        return _kept(given)
    if kinds == {VerdictKind.LOOK_AGAIN}:
        return _(
            "That is an answer too: none of the fit scores is above 50, the point where nothing speaks either way."
        )
    if not given.is_decided:
        return _("Too few answers count so far. A handful more would settle most of it; the report says which.")
    return _firm_or_open(given)


def _kept(given: Given) -> str:
    reasons = {function.verdict.why for function in given.result.functions}
    match len(reasons), next(iter(reasons)):
        case 1, VerdictReason.LAW:
            return _("What you said about law, licence or contract decides it, whatever the fit scores say.")
        case 1, VerdictReason.OWNER:
            return _("You have decided so, and we take that as given. The fit scores are there to look at.")
        case 1, VerdictReason.EDGE:
            return _("It sets you apart, and your own people are as good at it as anyone you could hire.")
        case 1, _other:
            return _("Little in your answers speaks for handing it over.")
        case _several:
            return _("The reasons differ from function to function; each is named below.")


def _firm_or_open(given: Given) -> str:
    if not any(fit_of(one.standing, one.standing.ranking[0]).answered for one in given.leaving):
        return _(
            "This result is open: it rests on how such work is usually bought and on none of your answers. "
            "Answer more before you act on it."
        )
    match given.strength:
        case StrengthWord.FIRM:
            return (
                _("This result is firm: you answered most of what counts, and it holds when our weights are shaken.")
                if len(given.leaving) == 1
                else _(
                    "This result is firm for each of them: you answered most of what counts, and it holds when our weights are shaken."
                )
            )
        case StrengthWord.FAIR:
            return _("This result is fair: it holds in most of our re-runs, though not in all.")
        case _open:
            return _still_open(given)


def _still_open(given: Given) -> str:
    shaky = [function for function in given.leaving if strength_of(function.standing) is StrengthWord.OPEN]
    if len(shaky) == len(given.leaving):
        return _("This result is still open: it is where your answers lean, not yet something to sign a contract on.")
    names = listed(words.in_sentence(given.selected[function.key]) for function in shaky)
    return ngettext(
        "This result is still open for %(functions)s, and holds better for the rest.",
        "This result is still open for %(functions)s, and holds better for the rest.",
        len(shaky),
    ) % {"functions": names}


def _close_calls(given: Given) -> str:
    """Which functions could go either way. One function alone has said so in the headline, and a tie has as well."""
    close = [one for one in given.leaving if one.verdict.close_call and not one.verdict.tie]
    if not close or len(given.functions) == 1:
        return ""
    calls = [
        _("%(function)s (%(first)s before %(second)s)")
        % {
            "function": words.in_sentence(given.selected[one.key]),
            "first": words.SHORT[one.standing.ranking[0]],
            "second": words.SHORT[one.standing.ranking[1]],
        }
        for one in close
    ]
    return ngettext("There is a close call: %(calls)s.", "There are close calls: %(calls)s.", len(calls)) % {
        "calls": listed(calls)
    }


def _difference(given: Given) -> str:
    """Say it where the score overall points elsewhere than the advice for the functions."""
    leader = given.overall.ranking[0]
    if not given.is_decided or given.agrees or fit_of(given.overall, leader).printed <= words.NO_SIGN:
        return ""
    return ngettext(
        "With the business as a whole counted in, %(overall)s scores highest; "
        "the advice follows the function you chose.",
        "With the business as a whole counted in, %(overall)s scores highest; "
        "the advice follows the functions you chose.",
        len(given.functions),
    ) % {"overall": words.SHORT[leader]}

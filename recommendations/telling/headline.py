"""The outcome in one sentence, and how firm it is in the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import Column, FunctionResult, StrengthWord, VerdictKind, Why
from recommendations.telling import words
from recommendations.telling.given import Given, fit_of, kind_of, recommended, strength_of
from recommendations.telling.words import Rich, Span, fill, listed, opened, rich_list

LONGEST: Final = 200
UNBEARABLE: Final = 240
MOST_NAMES: Final = (4, 2, 1)


@dataclass(frozen=True, slots=True)
class Group:
    """Functions with the same advice; `models` has two or three where they tie."""

    kind: VerdictKind
    models: tuple[Column, ...]
    functions: tuple[FunctionResult, ...]


def groups(given: Given) -> tuple[Group, ...]:
    """Functions by what is advised, in the order in which it is said: go, prepare, keep, and what is not clear."""
    found: dict[tuple[VerdictKind, tuple[Column, ...]], list[FunctionResult]] = {}
    for function in sorted(given.result.functions, key=lambda one: -given.shares[one.key]):
        found.setdefault((kind_of(function), recommended(function)), []).append(function)
    order = tuple(reversed(VerdictKind))
    ranked = (VerdictKind.GO, VerdictKind.PREPARE_FIRST, VerdictKind.KEEP_IN_HOUSE, *order)

    def rank(key: tuple[VerdictKind, tuple[Column, ...]]) -> tuple[int, float]:
        return ranked.index(key[0]), -sum(given.shares[function.key] for function in found[key])

    return tuple(Group(*key, tuple(found[key])) for key in sorted(found, key=rank))


def headline(given: Given) -> Rich:
    """Give the advice as one sentence of bearable length: names if they fit, numbers of functions if not."""
    if not given.functions:
        return _without_functions(given)
    found = groups(given)
    if len(given.functions) == 1:
        return _one(given, found[0])
    if len(found) == 1:
        return _alike(given, found[0])
    for most in MOST_NAMES:
        sentence = _sentence(found, _namer(given, most))
        if len(words.plain(sentence)) <= LONGEST:
            return sentence
    counted = _sentence(found, _counter(given))
    return counted if len(words.plain(counted)) <= UNBEARABLE else _sentence(found, _numbers(found))


Namer = Callable[[Group], str]


def _namer(given: Given, most: int) -> Namer:
    def names(group: Group) -> str:
        return _names(given, group.functions, most)

    return names


def _names(given: Given, functions: Sequence[FunctionResult], most: int) -> str:
    """Give the first few by name and the rest as a number; one alone is always named rather than counted."""
    named = tuple(words.in_sentence(given.selected[function.key]) for function in functions)
    if len(named) <= most:
        return listed(named)
    rest = len(named) - most
    more = ngettext("%(number)s more", "%(number)s more", rest) % {"number": words.number(rest)}
    return listed((*named[:most], more))


def _counter(given: Given) -> Namer:
    def count(group: Group) -> str:
        return (
            _names(given, group.functions, 1)
            if len(group.functions) == 1
            else words.functions_count(len(group.functions))
        )

    return count


def _numbers(found: Sequence[Group]) -> Namer:
    """Say “two functions” once and then the number alone."""

    def number(group: Group) -> str:
        return words.functions_count(len(group.functions)) if group is found[0] else words.number(len(group.functions))

    return number


def partners(models: Sequence[Column]) -> Rich:
    """Say “a BPO provider”; in a tie “a BPO provider or a KPO adviser”."""
    *others, last = (Span(str(words.PARTNER[model]), str(model)) for model in models)
    if not others:
        return (last,)
    joined: Rich = (others[0],)
    for other in others[1:]:
        joined = fill(_("{list}, {next}"), list=joined, next=other)
    return fill(_("{list} or {last}"), list=joined, last=last)


def _sentence(found: Sequence[Group], name: Namer) -> Rich:
    handing = [group for group in found if group.kind is VerdictKind.GO]
    preparing = [group for group in found if group.kind is VerdictKind.PREPARE_FIRST]
    clauses: list[Rich] = []
    if handing:
        clauses.append(fill(_("hand {list}"), list=_to_each(handing, name)))
    if preparing:
        clauses.append(fill(_("prepare {list}"), list=_for_each(preparing, name)))
    clauses.extend(
        _staying(group, name) for group in found if group.kind not in (VerdictKind.GO, VerdictKind.PREPARE_FIRST)
    )
    return fill(_("{clauses}."), clauses=opened(_clauses(clauses)))


def _clauses(clauses: Sequence[Rich]) -> Rich:
    """Clauses hold lists of their own, so a comma stands before the last “and” too."""
    if len(clauses) == 1:
        return clauses[0]
    joined = clauses[0]
    for clause in clauses[1:-1]:
        joined = fill(_("{clauses}, {next}"), clauses=joined, next=clause)
    return fill(_("{clauses}, and {last}"), clauses=joined, last=clauses[-1])


def _to_each(found: Sequence[Group], name: Namer) -> Rich:
    return rich_list(
        [fill(_("{functions} to {partner}"), functions=name(one), partner=partners(one.models)) for one in found]
    )


def _for_each(found: Sequence[Group], name: Namer) -> Rich:
    return rich_list(
        [fill(_("{functions} for {partner}"), functions=name(one), partner=partners(one.models)) for one in found]
    )


def _staying(group: Group, name: Namer) -> Rich:
    match group.kind:
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(
                _("{keep} yourself"), keep=Span(_("keep %(functions)s") % {"functions": name(group)}, words.OWN)
            )
        case VerdictKind.CANNOT_TELL:
            return fill(_("find out more about {functions}"), functions=name(group))
        case _other:
            return (
                fill(_("leave {functions} as it is for now"), functions=name(group))
                if len(group.functions) == 1
                else fill(_("leave {functions} as they are for now"), functions=name(group))
            )


def _one(given: Given, group: Group) -> Rich:
    """Give the whole sentence when only one function was chosen."""
    function = group.functions[0]
    name = words.in_sentence(given.selected[function.key])
    if (
        group.kind in (VerdictKind.GO, VerdictKind.PREPARE_FIRST)
        and function.verdict.close_call
        and not function.verdict.tie
    ):
        return _close(name, function)
    match group.kind:
        case VerdictKind.GO:
            return fill(_("Hand {function} to {partner}."), function=name, partner=partners(group.models))
        case VerdictKind.PREPARE_FIRST:
            return fill(
                _("Prepare {function} for {partner}, and begin with a pilot only."),
                function=name,
                partner=partners(group.models),
            )
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(
                _("{keep} in your own hands."), keep=Span(_("Keep %(function)s") % {"function": name}, words.OWN)
            )
        case VerdictKind.CANNOT_TELL:
            return fill(_("We cannot tell yet which model fits {function}."), function=name)
        case VerdictKind.LOOK_AGAIN:
            return fill(_("None of the three models fits {function} as it is today."), function=name)


def _close(name: str, function: FunctionResult) -> Rich:
    first, second = function.standing.ranking[:2]
    return fill(
        _("For {function} it is a close call: {first} is just ahead of {second}."),
        function=name,
        first=partners((first,)),
        second=partners((second,)),
    )


def _alike(given: Given, group: Group) -> Rich:
    """One advice for all of several functions."""
    names = _names(given, group.functions, MOST_NAMES[0])
    match group.kind:
        case VerdictKind.GO:
            return fill(_("Hand {functions} to {partner}."), functions=names, partner=partners(group.models))
        case VerdictKind.PREPARE_FIRST:
            return fill(
                _("Prepare {functions} for {partner}, and begin with a pilot only."),
                functions=names,
                partner=partners(group.models),
            )
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(
                _("{keep} in your own hands."), keep=Span(_("Keep %(functions)s") % {"functions": names}, words.OWN)
            )
        case VerdictKind.CANNOT_TELL:
            return fill(_("We cannot tell yet which models fit {functions}."), functions=names)
        case VerdictKind.LOOK_AGAIN:
            return fill(_("None of the three models fits {functions} as they are today."), functions=names)


def _without_functions(given: Given) -> Rich:
    verdict = given.result.verdict
    match verdict.kind:
        case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
            return fill(
                _("Your answers about the business as a whole point to {partner}."),
                partner=partners(given.overall.leaders if verdict.tie else given.overall.leaders[:1]),
            )
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(_("Your answers speak for keeping the work in your own hands."))
        case VerdictKind.CANNOT_TELL:
            return fill(_("We cannot tell yet which model fits your business."))
        case VerdictKind.LOOK_AGAIN:
            return fill(_("Nothing in your answers speaks for one of the three models."))


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
        case 1, Why.LAW:
            return _("What you said about law, licence or contract decides it, whatever the fit scores say.")
        case 1, Why.OWNER:
            return _("You have decided so, and we take that as given. The fit scores are there to look at.")
        case 1, Why.EDGE:
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

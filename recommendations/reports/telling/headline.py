"""The outcome in one sentence, and how firm it is in the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import Column, FunctionResult, VerdictKind
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given, kind_of, recommended
from recommendations.reports.telling.words import Rich, Span, fill, listed, opened, rich_list

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

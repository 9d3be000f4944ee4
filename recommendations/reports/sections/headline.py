"""The outcome in one sentence, and how firm it is in the next."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import LEAVES, Column, FunctionResult, StrengthWord, VerdictKind, VerdictReason, fit_of
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of, recommended, strength_of
from recommendations.reports.wording import Rich, fill, listed, opened, rich_list, span

LONGEST: Final = 200
UNBEARABLE: Final = 240
MOST_NAMES: Final = (4, 2, 1)


class AdviceGroup(NamedTuple):
    """Functions with the same advice; `models` has two or three where they tie."""

    kind: VerdictKind
    models: tuple[Column, ...]
    functions: tuple[FunctionResult, ...]


def section(inputs: ReportInputs) -> Content:
    outcome = headline(inputs)
    title = (
        _("Fit report for %(organisation)s") % {"organisation": inputs.organisation}
        if inputs.organisation
        else _("Your fit report")
    )
    sentences = [_firmness(inputs), *_caveats(inputs)] if inputs.functions else []
    return {
        "title": title,
        "outcome": wording.plain(outcome),
        "headline": outcome,
        "lead": " ".join(sentences),
    }


def headline(inputs: ReportInputs) -> Rich:
    """Give the advice as one sentence of bearable length: names if they fit, numbers of functions if not."""
    if not inputs.functions:
        return _without_functions(inputs)
    groups = _groups(inputs)
    if len(groups) == 1:
        return _alike(inputs, groups[0])
    for most in MOST_NAMES:
        sentence = _sentence([(group, _names(inputs, group.functions, most)) for group in groups])
        if len(wording.plain(sentence)) <= LONGEST:
            return sentence
    sizes = [len(group.functions) for group in groups]
    counts = [
        _names(inputs, group.functions, 1) if size == 1 else wording.functions_count(size)
        for group, size in zip(groups, sizes, strict=True)
    ]
    counted = _sentence(list(zip(groups, counts, strict=True)))
    if len(wording.plain(counted)) <= UNBEARABLE:
        return counted
    # “Two functions” once, and then the number alone.
    numbers = [wording.functions_count(sizes[0]), *map(wording.number, sizes[1:])]
    return _sentence(list(zip(groups, numbers, strict=True)))


def _groups(inputs: ReportInputs) -> list[AdviceGroup]:
    """Group the functions by what is advised, in the order of the sentence: go, prepare, keep, and what is not clear."""
    alike: dict[tuple[VerdictKind, tuple[Column, ...]], list[FunctionResult]] = {}
    for function in sorted(inputs.result.functions, key=lambda function: -inputs.shares[function.key]):
        alike.setdefault((kind_of(function), recommended(function)), []).append(function)
    ranked = (VerdictKind.GO, VerdictKind.PREPARE_FIRST, VerdictKind.KEEP_IN_HOUSE, *reversed(VerdictKind))

    def rank(key: tuple[VerdictKind, tuple[Column, ...]]) -> tuple[int, float]:
        return ranked.index(key[0]), -sum(inputs.shares[function.key] for function in alike[key])

    return [AdviceGroup(*key, tuple(alike[key])) for key in sorted(alike, key=rank)]


def _names(inputs: ReportInputs, functions: Sequence[FunctionResult], most: int) -> str:
    """Give the first few by name and the rest as a number; one alone is always named rather than counted."""
    names = [wording.in_sentence(inputs.selected[function.key]) for function in functions]
    if len(names) <= most:
        return listed(names)
    rest = len(names) - most
    more = ngettext("%(number)s more", "%(number)s more", rest) % {"number": wording.number(rest)}
    return listed((*names[:most], more))


def _partners(models: Sequence[Column]) -> Rich:
    """Write “a BPO provider”; in a tie “a BPO provider or a KPO adviser”."""
    *others, last = ([span(str(wording.PARTNER[model]), str(model))] for model in models)
    if not others:
        return last
    joined = others[0]
    for other in others[1:]:
        joined = fill(_("{list}, {next}"), list=joined, next=other)
    return fill(_("{list} or {last}"), list=joined, last=last)


def _sentence(groups: Sequence[tuple[AdviceGroup, str]]) -> Rich:
    """Join what is advised for each group, by its name; clauses hold lists of their own, so each comma stays."""
    to_each = [
        fill(_("{functions} to {partner}"), functions=name, partner=_partners(group.models))
        for group, name in groups
        if group.kind is VerdictKind.GO
    ]
    for_each = [
        fill(_("{functions} for {partner}"), functions=name, partner=_partners(group.models))
        for group, name in groups
        if group.kind is VerdictKind.PREPARE_FIRST
    ]
    clauses = [fill(_("hand {list}"), list=rich_list(to_each))] if to_each else []
    if for_each:
        clauses.append(fill(_("prepare {list}"), list=rich_list(for_each)))
    for group, name in groups:
        match group.kind:
            case VerdictKind.KEEP_IN_HOUSE:
                stays = [span(_("keep %(functions)s") % {"functions": name}, wording.OWN)]
                clauses.append(fill(_("{keep} yourself"), keep=stays))
            case VerdictKind.CANNOT_TELL:
                clauses.append(fill(_("find out more about {functions}"), functions=name))
            case VerdictKind.LOOK_AGAIN if len(group.functions) == 1:
                clauses.append(fill(_("leave {functions} as it is for now"), functions=name))
            case VerdictKind.LOOK_AGAIN:
                clauses.append(fill(_("leave {functions} as they are for now"), functions=name))
            case _leaves:
                continue
    joined = clauses[0]
    for clause in clauses[1:-1]:
        joined = fill(_("{clauses}, {next}"), clauses=joined, next=clause)
    if len(clauses) > 1:
        joined = fill(_("{clauses}, and {last}"), clauses=joined, last=clauses[-1])
    return fill(_("{clauses}."), clauses=opened(joined))


def _alike(inputs: ReportInputs, group: AdviceGroup) -> Rich:
    """Put the same advice for all functions, or for the only one, into one sentence."""
    names, function = _names(inputs, group.functions, MOST_NAMES[0]), group.functions[0]
    is_one = len(group.functions) == 1
    if is_one and group.kind in LEAVES and function.verdict.close_call and not function.verdict.tie:
        first, second = function.standing.ranking[:2]
        return fill(
            _("For {function} it is a close call: {first} is just ahead of {second}."),
            function=names,
            first=_partners((first,)),
            second=_partners((second,)),
        )
    parts: dict[str, Rich | str] = {"function" if is_one else "functions": names}
    match group.kind:
        case VerdictKind.GO:
            text = _("Hand {function} to {partner}.") if is_one else _("Hand {functions} to {partner}.")
            parts["partner"] = _partners(group.models)
        case VerdictKind.PREPARE_FIRST:
            text = (
                _("Prepare {function} for {partner}, and begin with a pilot only.")
                if is_one
                else _("Prepare {functions} for {partner}, and begin with a pilot only.")
            )
            parts["partner"] = _partners(group.models)
        case VerdictKind.KEEP_IN_HOUSE:
            stays = (
                _("Keep %(function)s") % {"function": names}
                if is_one
                else _("Keep %(functions)s") % {"functions": names}
            )
            text, parts = _("{keep} in your own hands."), {"keep": [span(stays, wording.OWN)]}
        case VerdictKind.CANNOT_TELL:
            text = (
                _("We cannot tell yet which model fits {function}.")
                if is_one
                else _("We cannot tell yet which models fit {functions}.")
            )
        case _no_model_fits:
            text = (
                _("None of the three models fits {function} as it is today.")
                if is_one
                else _("None of the three models fits {functions} as they are today.")
            )
    return fill(text, **parts)


def _without_functions(inputs: ReportInputs) -> Rich:
    verdict = inputs.result.verdict
    match verdict.kind:
        case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
            return fill(
                _("Your answers about the business as a whole point to {partner}."),
                partner=_partners(inputs.overall.leaders if verdict.tie else inputs.overall.leaders[:1]),
            )
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(_("Your answers speak for keeping the work in your own hands."))
        case VerdictKind.CANNOT_TELL:
            return fill(_("We cannot tell yet which model fits your business."))
        case VerdictKind.LOOK_AGAIN:
            return fill(_("Nothing in your answers speaks for one of the three models."))


def _firmness(inputs: ReportInputs) -> str:
    kinds = {kind_of(function) for function in inputs.result.functions}
    if kinds == {VerdictKind.KEEP_IN_HOUSE}:
        reasons = {function.verdict.why for function in inputs.result.functions}
        if len(reasons) > 1:
            return _("The reasons differ from function to function; each is named below.")
        texts = {
            VerdictReason.LAW: _(
                "What you said about law, licence or contract decides it, whatever the fit scores say."
            ),
            VerdictReason.OWNER: _(
                "You have decided so, and we take that as given. The fit scores are there to look at."
            ),
            VerdictReason.EDGE: _("It sets you apart, and your own people are as good at it as anyone you could hire."),
        }
        return texts.get(reasons.pop()) or _("Little in your answers speaks for handing it over.")
    if kinds == {VerdictKind.LOOK_AGAIN}:
        return _(
            "That is an answer too: none of the fit scores is above 50, the point where nothing speaks either way."
        )
    if not inputs.is_decided:
        return _("Too few answers count so far. A handful more would settle most of it; the report says which.")
    if not any(fit_of(function.standing, function.standing.ranking[0]).answered for function in inputs.leaving):
        return _(
            "This result is open: it rests on how such work is usually bought and on none of your answers. "
            "Answer more before you act on it."
        )
    match inputs.strength:
        case StrengthWord.FIRM if len(inputs.leaving) == 1:
            return _("This result is firm: you answered most of what counts, and it holds when our weights are shaken.")
        case StrengthWord.FIRM:
            return _(
                "This result is firm for each of them: you answered most of what counts, and it holds when our weights are shaken."
            )
        case StrengthWord.FAIR:
            return _("This result is fair: it holds in most of our re-runs, though not in all.")
        case _open:
            shaky = [function for function in inputs.leaving if strength_of(function.standing) is StrengthWord.OPEN]
    if len(shaky) == len(inputs.leaving):
        return _("This result is still open: it is where your answers lean, not yet something to sign a contract on.")
    names = listed(wording.in_sentence(inputs.selected[function.key]) for function in shaky)
    return ngettext(
        "This result is still open for %(functions)s, and holds better for the rest.",
        "This result is still open for %(functions)s, and holds better for the rest.",
        len(shaky),
    ) % {"functions": names}


def _caveats(inputs: ReportInputs) -> list[str]:
    """Which functions could go either way, and where the score overall points elsewhere than the advice for them.

    One function alone has its close call in the headline, and a tie has as well.
    """
    sentences = []
    calls = [
        _("%(function)s (%(first)s before %(second)s)")
        % {
            "function": wording.in_sentence(inputs.selected[function.key]),
            "first": wording.SHORT[function.standing.ranking[0]],
            "second": wording.SHORT[function.standing.ranking[1]],
        }
        for function in inputs.leaving
        if function.verdict.close_call and not function.verdict.tie
    ]
    if calls and len(inputs.functions) > 1:
        text = ngettext("There is a close call: %(calls)s.", "There are close calls: %(calls)s.", len(calls))
        sentences.append(text % {"calls": listed(calls)})
    leader = inputs.overall.ranking[0]
    if inputs.is_decided and not inputs.agrees and fit_of(inputs.overall, leader).printed > wording.NO_SIGN:
        text = ngettext(
            "With the business as a whole counted in, %(overall)s scores highest; "
            "the advice follows the function you chose.",
            "With the business as a whole counted in, %(overall)s scores highest; "
            "the advice follows the functions you chose.",
            len(inputs.functions),
        )
        sentences.append(text % {"overall": wording.SHORT[leader]})
    return sentences

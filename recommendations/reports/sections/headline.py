"""The outcome in one sentence, and how firm it is in the next."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import (
    LEAVES,
    CapReason,
    Column,
    FunctionResult,
    MixLabel,
    StrengthWord,
    VerdictKind,
    VerdictReason,
)
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, held_in, is_answered, is_asked, recommended
from recommendations.reports.sections.reasons import LEADS, cap_words
from recommendations.reports.verdicts import VERDICTS
from recommendations.reports.wording import Rich, fill, listed, opened, rich_list, span

# From so many functions on, the verdict is two sentences.
MANY: Final = 6


class AdviceGroup(NamedTuple):
    """Functions with the same advice; `models` has two or three where they tie."""

    kind: VerdictKind
    is_on_site: bool
    models: tuple[Column, ...]
    functions: tuple[FunctionResult, ...]


def section(inputs: ReportInputs) -> Content:
    outcome = headline(inputs)
    title = (
        _("Fit report for %(organisation)s") % {"organisation": inputs.organisation}
        if inputs.organisation
        else _("Your fit report")
    )
    return {
        "title": title,
        "outcome": wording.plain(outcome),
        "headline": outcome,
        "lead": lead(inputs),
    }


def lead(inputs: ReportInputs) -> str:
    """Say how firm it is and what else there is to know of the whole."""
    parts = (_firmness, _held, _close_calls, _mix, _assumed) if inputs.functions else ()
    return " ".join(sentence for part in parts if (sentence := part(inputs)))


def _assumed(inputs: ReportInputs) -> str:
    count = len(inputs.assumed)
    text = ngettext(
        "%(count)s typical answer is assumed, not confirmed: it leans the scores and makes nothing firm.",
        "%(count)s typical answers are assumed, not confirmed: they lean the scores and make nothing firm.",
        count,
    )
    return text % {"count": count} if count else ""


def headline(inputs: ReportInputs) -> Rich:
    """Give the advice for every function by its name: in one sentence, or in two where there are many."""
    if not inputs.functions:
        return _without_functions(inputs)
    groups = advice_groups(inputs)
    if len(groups) == 1:
        return _alike(inputs, groups[0])
    named = [(group, inputs.names_in_sentence(group.functions)) for group in groups]
    if len(inputs.functions) < MANY:
        return _sentence(named)
    cut = _middle(groups)
    *first, end = _sentence(named[:cut])
    return [*first, span(f"{end['text']} "), *_sentence(named[cut:])]


def advice_groups(inputs: ReportInputs) -> list[AdviceGroup]:
    """Group the functions by what is advised, in the order of the verdict and of the models; most time first within.

    The verdict is what to do, then what stays, then what is not clear.
    """
    alike: dict[tuple[VerdictKind, bool, tuple[Column, ...]], list[FunctionResult]] = {}
    for function in sorted(inputs.result.functions, key=lambda function: -inputs.shares[function.key]):
        verdict = function.verdict
        is_on_site = verdict.why is VerdictReason.ON_SITE
        # Whoever does the work stays: which model that is adds nothing to the sentence.
        models = () if verdict.kind is VerdictKind.STAY_OUTSIDE else recommended(function)
        alike.setdefault((verdict.kind, is_on_site, models), []).append(function)
    kinds, columns = tuple(VERDICTS), tuple(Column)

    def rank(key: tuple[VerdictKind, bool, tuple[Column, ...]]) -> tuple[int, bool, int, list[int]]:
        kind, is_on_site, models = key
        return kinds.index(kind), is_on_site, len(models), [columns.index(model) for model in models]

    return [AdviceGroup(*key, tuple(alike[key])) for key in sorted(alike, key=rank)]


def _middle(groups: Sequence[AdviceGroup]) -> int:
    """Find where to end the first of two sentences: where something else is advised, and near the middle."""
    sizes = [len(group.functions) for group in groups]

    def rank(cut: int) -> tuple[bool, int]:
        return groups[cut - 1].kind is groups[cut].kind, abs(sum(sizes[:cut]) - sum(sizes[cut:]))

    return min(range(1, len(groups)), key=rank)


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
    """Join what is advised for each group, by its names; clauses hold lists of their own, so each comma stays."""
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
    clauses += [_clause(group, name) for group, name in groups if group.kind not in LEAVES]
    joined = clauses[0]
    for clause in clauses[1:-1]:
        joined = fill(_("{clauses}, {next}"), clauses=joined, next=clause)
    if len(clauses) > 1:
        joined = fill(_("{clauses}, and {last}"), clauses=joined, last=clauses[-1])
    return fill(_("{clauses}."), clauses=opened(joined))


def _clause(group: AdviceGroup, name: str) -> Rich:
    is_one = len(group.functions) == 1
    match group.kind:
        case VerdictKind.KEEP_IN_HOUSE:
            stays = [span(_("keep %(functions)s") % {"functions": name}, wording.OWN)]
            return fill(_("{keep} yourself"), keep=stays)
        case VerdictKind.BRING_BACK:
            back = [span(_("bring %(functions)s") % {"functions": name}, wording.OWN)]
            return fill(_("{bring} back in-house"), bring=back)
        case VerdictKind.CHANGE_PARTNER:
            text = _("look for {partner} in place of today’s firm for {functions}")
            return fill(text, functions=name, partner=_partners(group.models))
        case VerdictKind.SPLIT:
            text = _("split {functions} between {partner} and your own people")
            return fill(text, functions=name, partner=_partners(group.models))
        case VerdictKind.STAY_OUTSIDE:
            text = _("leave {functions} with today’s firm") if is_one else _("leave {functions} with today’s firms")
        case VerdictKind.CANNOT_TELL:
            text = _("find out more about {functions}")
        case _kept_as_it_is if group.is_on_site:
            text = _("look near you for {functions}")
        case _no_model_fits:
            text = _("change nothing about {functions} for now")
    return fill(text, functions=name)


def _alike(inputs: ReportInputs, group: AdviceGroup) -> Rich:
    """Put the same advice for all functions, or for the only one, into one sentence."""
    names, function = inputs.names_in_sentence(group.functions), group.functions[0]
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
    if group.models:
        parts["partner"] = _partners(group.models)
    if group.kind is VerdictKind.KEEP_IN_HOUSE:
        stays = (
            _("Keep %(function)s") % {"function": names} if is_one else _("Keep %(functions)s") % {"functions": names}
        )
        return fill(_("{keep} in your own hands."), keep=[span(stays, wording.OWN)])
    if group.kind is VerdictKind.BRING_BACK:
        back = (
            _("Bring %(function)s") % {"function": names} if is_one else _("Bring %(functions)s") % {"functions": names}
        )
        return fill(_("{bring} back into your own hands."), bring=[span(back, wording.OWN)])
    return fill(_alone(group, function) if is_one else _together(group), **parts)


def _alone(group: AdviceGroup, function: FunctionResult) -> str:
    """Give the sentence about the only function, with gaps."""
    match group.kind:
        case VerdictKind.GO:
            return _("Hand {function} to {partner}.")
        case VerdictKind.PREPARE_FIRST if _wants_skill(function):
            return _("Build or hire the skill for {function}, or take {partner} under close control.")
        case VerdictKind.PREPARE_FIRST:
            return _("Prepare {function} for {partner}, and hand nothing over yet.")
        case VerdictKind.CHANGE_PARTNER:
            return _("Change the firm that does {function}: look for {partner}.")
        case VerdictKind.SPLIT:
            return _("Split {function} between {partner} and your own people.")
        case VerdictKind.STAY_OUTSIDE:
            return _("Leave {function} with today’s firm.")
        case VerdictKind.CANNOT_TELL:
            return _("We cannot tell yet what is best for {function}.")
        case _kept_as_it_is if group.is_on_site:
            return _("The three models have nothing to say about {function}: this work is tied to a place.")
        case _no_model_fits:
            return _("None of the three models fits {function} today.")


def _together(group: AdviceGroup) -> str:
    """Give the sentence about several functions with the same advice, with gaps."""
    match group.kind:
        case VerdictKind.GO:
            return _("Hand {functions} to {partner}.")
        case VerdictKind.PREPARE_FIRST:
            return _("Prepare {functions} for {partner}, and hand nothing over yet.")
        case VerdictKind.CHANGE_PARTNER:
            return _("Change the firms that do {functions}: look for {partner}.")
        case VerdictKind.SPLIT:
            return _("Split {functions} between {partner} and your own people.")
        case VerdictKind.STAY_OUTSIDE:
            return _("Leave {functions} with today’s firms.")
        case VerdictKind.CANNOT_TELL:
            return _("We cannot tell yet what is best for {functions}.")
        case _kept_as_it_is if group.is_on_site:
            return _("The three models have nothing to say about {functions}: this work is tied to a place.")
        case _no_model_fits:
            return _("None of the three models fits {functions} today.")


def _wants_skill(function: FunctionResult) -> bool:
    return any(cap.reason is CapReason.EDGE_WITHOUT_SKILL and not cap.is_unknown for cap in function.verdict.caps)


def _without_functions(inputs: ReportInputs) -> Rich:
    """Say what the answers about the business as a whole point to, where no function was chosen."""
    verdict = inputs.result.verdict
    match verdict and verdict.kind:
        case VerdictKind.GO | VerdictKind.PREPARE_FIRST:
            return fill(
                _("Your answers about the business as a whole point to {partner}."),
                partner=_partners(inputs.overall.leaders if inputs.overall.tie else inputs.overall.leaders[:1]),
            )
        case VerdictKind.KEEP_IN_HOUSE:
            return fill(_("Your answers speak for keeping the work in your own hands."))
        case VerdictKind.LOOK_AGAIN:
            return fill(_("Nothing in your answers speaks for one of the three models."))
        case _cannot_tell:
            return fill(_("We cannot tell yet which model fits your business."))


def _firmness(inputs: ReportInputs) -> str:
    """Say how firm the advice is or, where no partner is looked for, what decided it."""
    if not inputs.leaving:
        return _reason(inputs)
    if not any(is_answered(function) for function in inputs.leaving):
        return _(
            "This result is open: it rests on what our list says of such work and on none of your answers. "
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
            return _fair(inputs)
        case _open:
            shaky = [function for function in inputs.leaving if function.strength is StrengthWord.OPEN]
    if not shaky or len(shaky) == len(inputs.leaving):
        return _("This result is still open: it is where your answers lean, not yet something to sign a contract on.")
    return ngettext(
        "This result is still open for %(functions)s, and holds better for the rest.",
        "This result is still open for %(functions)s, and holds better for the rest.",
        len(shaky),
    ) % {"functions": inputs.names_in_sentence(shaky)}


def _reason(inputs: ReportInputs) -> str:
    if inputs.is_unknown:
        if not any(map(is_asked, inputs.result.functions)):
            return _("Every question was marked as not applying, so there is nothing to go by.")
        return _("Too few answers count so far. A handful more would settle most of it; the report says which.")
    reasons = {(function.verdict.kind, function.verdict.why) for function in inputs.result.functions}
    if len(reasons) > 1:
        return _("The reasons differ from function to function; each is named below.")
    return str(LEADS[reasons.pop()])


def _fair(inputs: ReportInputs) -> str:
    """Say what keeps the advice from being firm."""
    fair = [function for function in inputs.leaving if function.strength is StrengthWord.FAIR]
    if any(held_in(function) < inputs.parameters.firm_stability for function in fair):
        return _("This result is fair: it holds most of the times we shake our weights, though not always.")
    if any(function.turn or function.verdict.close_call for function in fair):
        return _("This result is fair: it holds when our weights are shaken, but another answer could still turn it.")
    known = min((function.standing.outsource.coverage for function in fair), default=0.0)
    if known >= inputs.parameters.firm_coverage:
        return _("This result is fair: it holds when our weights are shaken, but another answer could still turn it.")
    return _("This result is fair: it holds when our weights are shaken, but not enough is answered to call it firm.")


def _held(inputs: ReportInputs) -> str:
    """For a single function at “prepare first”: what holds it there first, and what lifts that."""
    function = inputs.result.functions[0]
    verdict = function.verdict
    if len(inputs.functions) > 1 or verdict.kind is not VerdictKind.PREPARE_FIRST:
        return ""
    if verdict.caps:
        words = cap_words(verdict.caps[0])
        return f"{words.held} {words.lift}"
    if verdict.why is VerdictReason.OPEN_ANSWERS:
        return _("Open answers could still turn it: find out what is named below before you hand anything over.")
    return _("The case for handing it over is middling: begin with a pilot, and widen only what works.")


def _mix(inputs: ReportInputs) -> str:
    """Call a mix a mix, and name the larger part where time and scores agree about it."""
    mix = inputs.result.mix
    if not inputs.is_mix:
        return ""
    if len(inputs.functions) == 1:
        return _("The advice counts as a mix, because two models fit it alike.")
    if mix.label is not MixLabel.MIX:
        return _("What leaves is a mix: no single model covers it.")
    if mix.largest is None:
        return _("Together that is a mix: no single model covers it.")
    named = {model for function in inputs.outside for model in recommended(function)}
    text = (
        _("Together that is a mix, mostly %(model)s.")
        if len(named) > 1
        else _("With a close call among them, that counts as a mix, mostly %(model)s.")
    )
    return text % {"model": wording.SHORT[mix.largest]}


def _close_calls(inputs: ReportInputs) -> str:
    """Name the functions that could go either way; one function alone has its close call in the headline."""
    calls = [
        _("%(function)s (%(first)s before %(second)s)")
        % {
            "function": inputs.name_in_sentence(function.key),
            "first": wording.SHORT[function.standing.ranking[0]],
            "second": wording.SHORT[function.standing.ranking[1]],
        }
        for function in inputs.leaving
        if function.verdict.close_call and not function.verdict.tie
    ]
    if not calls or len(inputs.functions) == 1:
        return ""
    text = ngettext("There is a close call: %(calls)s.", "There are close calls: %(calls)s.", len(calls))
    return text % {"calls": listed(calls)}

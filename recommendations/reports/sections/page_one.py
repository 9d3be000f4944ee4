"""Page one: what to do about each function, where the time would go, three things for Monday and what to check first."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.edition import flow
from assessments.edition.flow import Signal
from recommendations.engine import (
    CATALOGUE,
    SOUGHT,
    ActionKind,
    Cap,
    CapReason,
    FunctionResult,
    NextAction,
    StrengthWord,
    VerdictKind,
    VerdictReason,
    fit_of,
)
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, is_answered
from recommendations.reports.sections.actions import Step, next_steps
from recommendations.reports.sections.function_map import best, note_of
from recommendations.reports.sections.headline import advice_groups
from recommendations.reports.sections.next_steps import ACTIONS
from recommendations.reports.sections.reasons import cap_words, in_short, settling
from recommendations.reports.verdicts import words_of

LONGEST_REASON: Final = 48
MOST_MONDAY: Final = 3
MOST_CHECKS: Final = 4
NOW, LATER, UNCLEAR = "now", "later", "unclear"
NOW_KINDS: Final = (VerdictKind.GO, VerdictKind.KEEP_IN_HOUSE, VerdictKind.STAY_OUTSIDE)
# What is put off for a year is nothing to do on Monday while anything else is.
CAN_WAIT: Final = (ActionKind.LOOK_AGAIN, ActionKind.RENEW)
WHEN: Final = {
    1: gettext_lazy("this week"),
    2: gettext_lazy("within two weeks"),
    3: gettext_lazy("within this month"),
}
# The first move of each action; what else belongs to it stands where all actions are listed.
MONDAY: Final[Mapping[ActionKind, Any]] = {
    ActionKind.ANSWER: gettext_lazy("Ask whoever knows best what is still open about %(functions)s."),
    ActionKind.FIND_OUT: gettext_lazy("Ask whoever knows best what is still open about %(functions)s."),
    ActionKind.WRITE_DOWN: gettext_lazy("Have the steps of %(functions)s written down, exceptions included."),
    ActionKind.MEND_SYSTEM: gettext_lazy("Ask what mending the system under %(functions)s would take."),
    ActionKind.PROTECT_DATA: gettext_lazy("List who can see the information in %(functions)s today."),
    ActionKind.KEEP_CONTROL: gettext_lazy("Put on one page what a partner for %(functions)s may never decide alone."),
    ActionKind.BUILD_SKILL: gettext_lazy("Name who decides how you get the skill for %(functions)s."),
    ActionKind.COMPARE_PRICE: gettext_lazy("Add up your own full cost of %(functions)s."),
    ActionKind.TRY_BOTH: gettext_lazy("Choose a small piece of %(functions)s that two kinds of partner can try."),
    ActionKind.ASK_OFFER: gettext_lazy("Send the brief for %(functions)s to two or three firms."),
    ActionKind.BEGIN: gettext_lazy("Choose who of your people looks after the start with %(functions)s."),
    ActionKind.CHECK_LAW: gettext_lazy("Ask a lawyer what exactly is forbidden about %(functions)s."),
    ActionKind.SECURE_SKILL: gettext_lazy("Name a second person who learns all of %(functions)s."),
    ActionKind.RELIEVE: gettext_lazy("Ask those who do %(functions)s what they could drop in a busy week."),
    ActionKind.AUTOMATE: gettext_lazy("Collect twenty real cases of %(functions)s to try a program on."),
    ActionKind.LOOK_AGAIN: gettext_lazy("Put a day for looking again at %(functions)s into the calendar."),
    ActionKind.RENEW: gettext_lazy("Look up when today’s contract for %(functions)s ends."),
    ActionKind.BRIEF_NEXT: gettext_lazy("List what went wrong with today’s firm for %(functions)s."),
    ActionKind.TAKE_BACK: gettext_lazy("Look up the notice period of today’s contract for %(functions)s."),
    ActionKind.DIVIDE: gettext_lazy("List which parts of %(functions)s must stay yours."),
}


def section(inputs: ReportInputs) -> Content:
    functions = ordered(inputs)
    shared = _shared(functions)
    rows = [_row(inputs, function, shared) for function in functions]
    states = [_state(function) for function in functions]
    names = [inputs.name_in_sentence(function.key) for function in functions]
    return {
        "one": {
            "rows": rows,
            "time": time_of(rows, states, names),
            "monday": _monday(inputs),
            "checks": list(_checks(inputs, functions, shared))[:MOST_CHECKS],
        }
    }


def ordered(inputs: ReportInputs) -> list[FunctionResult]:
    """Put the functions in the order of the verdict: what to do, what stays, what is not clear; by model within."""
    return [function for group in advice_groups(inputs) for function in group.functions]


def time_of(rows: Sequence[Mapping[str, Any]], states: Sequence[str], names: Sequence[str]) -> Content:
    """Show where the working time would go: the rows' own percents, in their order, so that both always agree."""
    parts: list[Content] = []
    for row, state in zip(rows, states, strict=True):
        if parts and (parts[-1]["model"], parts[-1]["state"]) == (row["model"], state):
            parts[-1]["percent"] += row["percent"]
        else:
            parts.append({"model": row["model"], "state": state, "percent": row["percent"]})
    named = list(zip(rows, states, names, strict=True))
    lines = [
        _line(model, label, [entry for entry in named if _line_of(entry[0]) == (model, label)])
        for model, label in dict.fromkeys(_line_of(row) for row in rows)
    ]
    told = (
        _("%(functions)s: %(share)s, %(to)s")
        % {"functions": name, "share": wording.percent(row["percent"]), "to": row["partner"]}
        for row, _state, name in named
    )
    count = len(rows)
    return {
        "title": _("Where the time of these %(number)s would go") % {"number": wording.number(count)}
        if count > 1
        else _("Where the time would go"),
        "parts": parts,
        "lines": lines,
        "description": _("In the order of the advice above. %(parts)s.") % {"parts": "; ".join(told)},
    }


def fitted(text: str, *others: str) -> str:
    """Take the first wording that is short enough for its column; the last one whatever its length."""
    return next((one for one in (text, *others) if len(one) <= LONGEST_REASON), (text, *others)[-1])


def who(function: FunctionResult) -> str:
    """Say to whom a function goes, as a label."""
    model, label, _score = best(function)
    match function.verdict.kind:
        case VerdictKind.KEEP_IN_HOUSE:
            return _("Stays with you")
        case VerdictKind.BRING_BACK:
            return _("Back to you")
        case VerdictKind.STAY_OUTSIDE:
            return _("Today’s firm")
        case VerdictKind.CANNOT_TELL:
            return _("No score yet")
        case VerdictKind.LOOK_AGAIN:
            return _("Stays as it is")
        case _sought:
            return str(wording.WHO.get(model, label))


def _shared(functions: Sequence[FunctionResult]) -> frozenset[Cap]:
    """Pick what an answer about the whole company holds back in several functions: no reason of any one of them."""
    held = Counter(
        cap for function in functions for cap in set(function.verdict.caps) if cap.scope == flow.ORGANISATION
    )
    return frozenset(cap for cap, times in held.items() if times > 1)


def _row(inputs: ReportInputs, function: FunctionResult, shared: Collection[Cap]) -> Content:
    model, _label, score = best(function)
    words, firm = words_of(function.verdict), _firm(function)
    short = in_short(inputs, function)
    if function.verdict.caps:
        own = [cap for cap in function.verdict.caps if cap not in shared]
        short = str(cap_words(own[0]).short) if own else ""
    return {
        "key": function.key,
        "name": inputs.selected[function.key].name,
        "percent": inputs.percents[function.key],
        "model": model,
        "partner": who(function),
        "score": score,
        "state": words.state,
        "words": str(words.label),
        # That it must stay in the country stands in what to check first.
        "note": "" if short or function.verdict.caps or function.location.required else note_of(inputs, function),
        "firm": str(firm) if firm else "",
        "firm_words": wording.opened_text(str(wording.STRENGTH[firm])) if firm else "",
        "reason": _reason(inputs, function, short),
    }


def _firm(function: FunctionResult) -> StrengthWord | None:
    return StrengthWord.OPEN if function.verdict.kind is VerdictKind.CANNOT_TELL else function.strength


def _reason(inputs: ReportInputs, function: FunctionResult, short: str) -> str:
    """Name the one reason that weighs most: what decided it, or else the answer that moved its score most."""
    verdict = function.verdict
    if short:
        return short
    match verdict.kind, verdict.why:
        case VerdictKind.CANNOT_TELL, _any:
            return _not_known(inputs, function)
        case VerdictKind.LOOK_AGAIN, VerdictReason.ON_SITE:
            return _("It is tied to a place")
        case VerdictKind.LOOK_AGAIN, _any:
            return _("No model scores above 50")
    parts = [*function.standing.outsource.contributions]
    if verdict.model:
        parts += fit_of(function.standing, verdict.model).contributions
    said = [part for part in parts if part.points > 0 and part.question != CATALOGUE]
    if not said:
        return _("What our list says of such work")
    strongest = max(said, key=lambda part: part.points)
    question = inputs.edition.question_by_key[strongest.question]
    choice = inputs.moving((strongest.scope, strongest.question))
    answer = choice.label if choice else _("I don’t know")
    asked = question.short or question.text
    whole = _("%(question)s: %(answer)s") % {"question": asked, "answer": wording.lowered(answer)}
    return fitted(whole, answer, asked)


def _not_known(inputs: ReportInputs, function: FunctionResult) -> str:
    asked = [inputs.edition.question_by_key[key] for key in settling(inputs, function)]
    if not asked:
        return _("Too little is known about it")
    short = asked[0].short or asked[0].text
    whole = _("Still open: %(question)s") % {"question": wording.lowered(short)}
    return fitted(whole, _("Too little is known about it"))


def _state(function: FunctionResult) -> str:
    """Say whether the time goes where it goes now, later, or whether that is not clear."""
    if best(function)[0] == wording.UNSURE:
        return UNCLEAR
    return NOW if function.verdict.kind in NOW_KINDS else LATER


def _line_of(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["model"], row["partner"] if row["state"] != "ask" else _("Not clear yet")


def _line(model: str, label: str, entries: Sequence[tuple[Mapping[str, Any], str, str]]) -> Content:
    """Add up what goes to one place; how much of it now and later where that differs, or else of which functions."""
    by_state: dict[str, int] = {}
    for row, state, _name in entries:
        by_state[state] = by_state.get(state, 0) + row["percent"]
    if len(by_state) > 1:
        text = _("%(now)s now, %(later)s later") % {"now": by_state.get(NOW, 0), "later": by_state.get(LATER, 0)}
    else:
        text = wording.listed(name for _row, _state, name in entries)
    return {"model": model, "label": label, "percent": sum(by_state.values()), "text": text}


def _monday(inputs: ReportInputs) -> list[Content]:
    """Choose three next actions, what is urgent first, each about other functions where that is possible."""
    urgent = set(inputs.result.order.urgent)

    def rank(step: Step) -> int:
        if not urgent.isdisjoint(function.key for function in step.functions):
            return 0
        return 2 if step.action is None or step.action.kind in CAN_WAIT else 1

    steps = sorted(next_steps(inputs), key=rank)
    if send := _send(inputs, steps):
        # What is ready goes out at once: nothing but the most urgent stands before it.
        steps.insert(min(1, sum(rank(step) == 0 for step in steps)), send)
    chosen: dict[str, Step] = {}
    for is_strict in (True, False):
        for step in steps:
            about = {function.key for one in chosen.values() for function in one.functions}
            is_new = step.functions and about.isdisjoint(function.key for function in step.functions)
            keys = {one.content["key"] for one in chosen.values()}
            if len(chosen) < MOST_MONDAY and (is_new or not is_strict) and step.content["key"] not in keys:
                chosen.setdefault(_on_monday(inputs, step), step)
    return [
        {"key": step.content["key"], "title": title, "when": str(WHEN[step.effort])} for title, step in chosen.items()
    ]


def _send(inputs: ReportInputs, steps: Sequence[Step]) -> Step | None:
    """Send the brief for everything that is ready; its owner and day are kept with the action that it begins."""
    for step in steps:
        if step.action and step.action.kind in (ActionKind.ASK_OFFER, ActionKind.BEGIN):
            ready = tuple(one for one in inputs.leaving if one.verdict.kind is VerdictKind.GO)
            if any(function in ready for function in step.functions):
                action = NextAction(ActionKind.ASK_OFFER)
                return Step(step.content, ACTIONS[action.kind].effort, action, ready)
    return None


def _on_monday(inputs: ReportInputs, step: Step) -> str:
    if step.action is None:
        return str(step.content["title"])
    return str(MONDAY[step.action.kind]) % {"functions": inputs.names_in_sentence(step.functions)}


def _checks(inputs: ReportInputs, functions: Sequence[FunctionResult], shared: Collection[Cap]) -> Iterator[Content]:
    """Name what to check before anything is handed over: law, secrets, data and systems, each with its functions."""
    said = {function.key: _signals(inputs, function) for function in functions}
    sought = [function for function in functions if function.verdict.kind in SOUGHT]

    def names(which: Sequence[FunctionResult], *signals: Signal) -> str:
        return inputs.names_in_sentence(one for one in which if said[one.key] & set(signals))

    laws = (
        (_("You said that a rule forbids handing these over: %(functions)s."), names(functions, Signal.BARRED_BY_LAW)),
        (
            _("It must stay in the country, and people, data and backups with it: %(functions)s."),
            names(sought, Signal.STAYS_IN_COUNTRY),
        ),
        (_("Somebody has to consent first: %(functions)s."), names(sought, Signal.WITH_CONDITIONS)),
        (_("Nobody knows yet whether it may be handed over: %(functions)s."), _unknown_law(inputs, sought)),
    )
    law = [text % {"functions": about} for text, about in laws if about][:2]
    if law:
        yield {"key": "law", "title": _("Law and contracts"), "text": " ".join(law)}
    if about := names(functions, Signal.OWN_SECRETS):
        text = _("Your most delicate information is in %(functions)s: decide what no provider may see.")
        yield {"key": "secrets", "title": _("Secrets"), "text": text % {"functions": about}}
    data = [_held_by_all(inputs, functions, shared)] if shared else []
    if about := names(sought, Signal.PERSONAL_DATA):
        text = _(
            "Personal or financial details are in %(functions)s: settle who may see them, and where they are kept."
        )
        data.append(text % {"functions": about})
    if data:
        yield {"key": "data", "title": _("Data"), "text": " ".join(data)}
    if about := names(sought, Signal.SYSTEM_BREAKS_DOWN, Signal.SYSTEM_FAILING):
        text = _("The system under %(functions)s is out of date or breaks down: settle who mends it, and when.")
        yield {"key": "system", "title": _("Systems"), "text": text % {"functions": about}}


def _held_by_all(inputs: ReportInputs, functions: Sequence[FunctionResult], shared: Collection[Cap]) -> str:
    """Say once what an answer about the whole company holds back, and of which functions."""
    caps = [cap for cap in dict.fromkeys(cap for one in functions for cap in one.verdict.caps) if cap in shared]
    return " ".join(
        _("%(reason)s; that holds back %(functions)s.")
        % {
            "reason": cap_words(cap).short,
            "functions": inputs.names_in_sentence(one for one in functions if cap in one.verdict.caps),
        }
        for cap in caps
    )


def _signals(inputs: ReportInputs, function: FunctionResult) -> set[str]:
    if not is_answered(function):
        return set()
    questions = (question for question in inputs.edition.questions if question.scope is flow.Scope.FUNCTION)
    choices = (inputs.choice((function.key, question.key)) for question in questions)
    return {choice.signal for choice in choices if choice and choice.signal}


def _unknown_law(inputs: ReportInputs, functions: Sequence[FunctionResult]) -> str:
    return inputs.names_in_sentence(
        one for one in functions if any(cap.reason is CapReason.LAW and cap.is_unknown for cap in one.verdict.caps)
    )

"""The plan: how the work changes hands, stage by stage with a gate at the end of each, and what is done where it stays."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.edition.flow import Signal
from recommendations.engine import FunctionResult, PlanKind, VerdictKind
from recommendations.reports.inputs import Content, ReportInputs, recommended
from recommendations.reports.sections import plan_stages as words
from recommendations.reports.sections.plan_stages import Stage

MOST_MEASURES: Final = 4
# Work that is not handed over from one's own people: what becomes of it has a plan of its own.
SETTLED: Final[Mapping[VerdictKind, Any]] = {
    VerdictKind.CHANGE_PARTNER: gettext_lazy("Change the firm: %(functions)s"),
    VerdictKind.SPLIT: gettext_lazy("Split the work: %(functions)s"),
    VerdictKind.BRING_BACK: gettext_lazy("Bring it back: %(functions)s"),
    VerdictKind.KEEP_IN_HOUSE: gettext_lazy("Keep it well: %(functions)s"),
    VerdictKind.STAY_OUTSIDE: gettext_lazy("Stay with today’s firm: %(functions)s"),
}


def section(inputs: ReportInputs) -> Content:
    """None where nobody is looked for and nothing is decided to stay, so that there is nothing to plan."""
    pilots = [inputs.results[key] for key in inputs.result.order.pilot]
    keep = _keep(inputs)
    if not pilots and not keep:
        return {"plan": None}
    models = dict.fromkeys(model for function in pilots for model in recommended(function))
    measures = {
        line.text: f"{model}-{number}"
        for model in models
        if (profile := inputs.profiles.get(str(model)))
        for number, line in enumerate(profile.of("measure")[: MOST_MEASURES // len(models)], start=1)
    }
    sentences = _summary(inputs, pilots) if pilots else (_("Nobody is looked for, so the plan is about what stays."),)
    return {
        "plan": {
            "summary": " ".join(sentence for sentence in sentences if sentence),
            "measures": [{"key": key, "text": text} for text, key in measures.items()],  # what the start is judged by
            "plans": _plans(inputs, pilots) if pilots else [],
            "keep": keep,
        }
    }


def _keep(inputs: ReportInputs) -> list[Content]:
    """Plan what is done about work that stays where it is or comes back; work with the same plan stands together."""
    alike: dict[tuple[VerdictKind, tuple[Stage, ...]], list[FunctionResult]] = {}
    for function in inputs.result.functions:
        if function.verdict.kind in SETTLED:
            alike.setdefault((function.verdict.kind, tuple(_keeping(inputs, function))), []).append(function)
    return [
        {
            "key": functions[0].key,
            "title": str(SETTLED[kind]) % {"functions": inputs.names_in_sentence(functions)},
            "stages": [_worded(stage) for stage in steps],
        }
        for (kind, steps), functions in alike.items()
    ]


def _keeping(inputs: ReportInputs, function: FunctionResult) -> Iterator[Stage]:
    signals = {
        choice.signal
        for question in inputs.edition.questions
        if (choice := inputs.choice((function.key, question.key)))
    }
    kind = function.verdict.kind
    match kind:
        case VerdictKind.STAY_OUTSIDE:
            yield from (words.CONTRACT, words.AGAIN)
        case VerdictKind.CHANGE_PARTNER:
            yield from (words.CONTRACT, words.NEXT, words.TWO_FIRMS, words.AGAIN)
        case VerdictKind.SPLIT:
            yield from (words.LINE, words.NEXT, words.AGAIN)
        case VerdictKind.BRING_BACK:
            yield from (words.CONTRACT, words.RETURN, *_own(function, signals), words.BESIDE, words.AGAIN)
        case _kept if Signal.NO_SKILL in signals:
            yield from (*_own(function, signals), words.AGAIN)
        case _kept:
            yield from (words.SECOND, *_own(function, signals), words.AGAIN)


def _own(function: FunctionResult, signals: Collection[str]) -> Iterator[Stage]:
    """Pick what one's own people need to do the work well."""
    if Signal.NO_SKILL in signals:
        yield words.LEARN
    if Signal.WRITTEN_DOWN not in signals:
        yield words.WRITE
    if Signal.SLIPS in signals:
        yield words.PEAKS
    if Signal.SYSTEM_BREAKS_DOWN in signals or Signal.SYSTEM_FAILING in signals:
        yield words.SYSTEM
    if function.automate:
        yield words.PROGRAM


def _worded(stage: Stage) -> Content:
    return {
        "key": stage.key,
        "when": str(stage.when),
        "starts": stage.starts,
        "title": str(stage.title),
        "text": str(stage.text),
        "gate": str(stage.gate),
    }


def _summary(inputs: ReportInputs, pilots: list[FunctionResult]) -> tuple[str, ...]:
    return (
        _start(inputs, pilots),
        _meanwhile(inputs),
        _("Count the weeks from the day one of your people has a few hours a week for it."),
        _prepared(inputs, pilots),
        _written_down(inputs),
    )


def _start(inputs: ReportInputs, pilots: list[FunctionResult]) -> str:
    """Say what to start with, and that what breaks down comes first, whatever else would be the safer start."""
    urgent = inputs.result.order.urgent
    waiting = [function for function in _waiting(inputs) if function.key in urgent]
    names = {"functions": inputs.names_in_sentence(pilots), "later": inputs.names_in_sentence(waiting)}
    if pilots[0].key not in urgent:  # a start never mixes what is urgent with what is not
        return _("Start with %(functions)s.") % names
    if not waiting:
        return _("Start with %(functions)s: what breaks down comes first.") % names
    return _("Start with %(functions)s: what breaks down comes first. Right after it comes %(later)s.") % names


def _meanwhile(inputs: ReportInputs) -> str:
    """Name what is ready and not part of the start: it waits for nobody, as page one says."""
    then = inputs.result.order.then
    ready = [one for one in inputs.leaving if one.key in then and one.verdict.kind is VerdictKind.GO]
    text = _("What is ready can go its own way meanwhile, with a brief of its own: %(functions)s.")
    return text % {"functions": inputs.names_in_sentence(ready)} if ready else ""


def _waiting(inputs: ReportInputs) -> list[FunctionResult]:
    """Pick what is to be handed over after the start: not what is ready already."""
    then = inputs.result.order.then
    waiting = [one for one in inputs.leaving if one.key in then and one.verdict.kind is not VerdictKind.GO]
    return sorted(waiting, key=lambda function: then.index(function.key))


def _prepared(inputs: ReportInputs, pilots: list[FunctionResult]) -> str:
    held = [function for function in pilots if function.verdict.caps]
    if not held:
        return ""
    if held == pilots:
        return ngettext(
            "Before that, settle what still holds it back: “What to do first” says how.",
            "Before that, settle what still holds them back: “What to do first” says how.",
            len(held),
        )
    text = _("Before that, settle what still holds this back: %(functions)s. “What to do first” says how.")
    return text % {"functions": inputs.names_in_sentence(held)}


def _written_down(inputs: ReportInputs) -> str:
    """Where steps of ready work are not all written down: that belongs to the start and does not hold it up."""
    first = [
        inputs.results[key]
        for key in inputs.result.order.write_down_first
        if inputs.results[key].verdict.kind is VerdictKind.GO and inputs.results[key].plan is PlanKind.TAKE_OVER
    ]
    if not first:
        return ""
    return _("Not all of it is written down yet: %(functions)s. Let the partner write along while learning it.") % {
        "functions": inputs.names_in_sentence(first)
    }


def _plans(inputs: ReportInputs, pilots: list[FunctionResult]) -> list[Content]:
    """Give the stages of each way in which the work changes hands, and at the end how to go on."""
    by_plan: dict[PlanKind, list[FunctionResult]] = {}
    for function in pilots:
        kind = PlanKind.TAKE_OVER if function.plan is PlanKind.NONE else function.plan
        by_plan.setdefault(kind, []).append(function)
    last = list(by_plan)[-1]
    return [
        {
            "key": functions[0].key,
            "kind": str(kind),
            "title": str(words.PLANS[kind]) % {"functions": inputs.names_in_sentence(functions)},
            "roles": [{"role": str(role), "who": str(who)} for role, who in words.ROLES[kind]],
            "stages": [*map(_worded, words.STAGES[kind]), *_last_stage(inputs, kind, is_last=kind is last)],
        }
        for kind, functions in by_plan.items()
    ]


def _last_stage(inputs: ReportInputs, kind: PlanKind, *, is_last: bool) -> list[Content]:
    """Say when the next functions follow or, where there are none, how what runs is settled; nothing after a project."""
    later = _waiting(inputs) if is_last else []
    if later:
        text = ngettext(
            "If it went well, go on with %(functions)s, with a start of its own.",
            "If it went well, go on with %(functions)s, one after another, and each with a start of its own.",
            len(later),
        ) % {"functions": inputs.names_in_sentence(later)}
    elif kind is PlanKind.TRY_EXPERT:
        text = _("Agree how you may ask again: how fast, at what price and whom. Without a monthly minimum if you can.")
    elif kind is PlanKind.PROJECT:
        return []
    else:
        text = _(
            "Look at a full half-year of figures, agree the levels for the year, and rehearse once how you would take the work back."
        )
    runs_on = kind in (PlanKind.TAKE_OVER, PlanKind.MOVE_SYSTEM)
    when, starts = (_("Day 180"), 180) if runs_on else (_("After that"), None)
    title = _("Go on") if later else _("Settle down")
    return [_worded(Stage("later", starts, when, title, text, ""))]

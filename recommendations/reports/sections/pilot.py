"""Where to begin: what comes first, how the work changes hands, and what it is judged by."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.engine import FunctionResult, PlanKind, VerdictKind
from recommendations.reports.inputs import Content, ReportInputs, recommended

MOST_MEASURES: Final = 4


class Stage(NamedTuple):
    when: Any
    title: Any
    text: Any


PLANS: Final[Mapping[PlanKind, Any]] = {
    PlanKind.TAKE_OVER: gettext_lazy("Take over step by step: %(functions)s"),
    PlanKind.TRY_EXPERT: gettext_lazy("Try an expert on one question: %(functions)s"),
    PlanKind.MOVE_SYSTEM: gettext_lazy("Move a system with a way back: %(functions)s"),
    PlanKind.PROJECT: gettext_lazy("Buy a piece of work with an end: %(functions)s"),
}
STAGES: Final[Mapping[PlanKind, tuple[Stage, ...]]] = {
    PlanKind.TAKE_OVER: (
        Stage(
            gettext_lazy("Weeks 1–2"),
            gettext_lazy("Draw the line"),
            gettext_lazy(
                "Write down which cases belong to the pilot and which don’t, who on your side looks after it, and who may stop it."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 3–4"),
            gettext_lazy("Let them learn, and measure today"),
            gettext_lazy(
                "The partner’s people sit beside yours and learn the work. Meanwhile take the measures named here as they "
                "are now: without them nobody can say later whether it got better."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 5–8"),
            gettext_lazy("Run side by side"),
            gettext_lazy("The partner works and your team checks: everything in the first week, then a sample."),
        ),
        Stage(
            gettext_lazy("Weeks 9–13"),
            gettext_lazy("Cut over"),
            gettext_lazy(
                "The partner does it alone, and your team handles exceptions only. Ask the people the work is for whether they noticed anything."
            ),
        ),
        Stage(
            gettext_lazy("Day 90"),
            gettext_lazy("Decide"),
            gettext_lazy(
                "Go on if the measures are at least as good as before and your team has won time. Stop if they were clearly worse in two weeks out of the last eight."
            ),
        ),
    ),
    PlanKind.TRY_EXPERT: (
        Stage(
            gettext_lazy("Week 1"),
            gettext_lazy("Choose one question"),
            gettext_lazy(
                "A real one that you have to decide soon. One page: what you know, what you have to decide and by when."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 2–3"),
            gettext_lazy("Ask two advisers"),
            gettext_lazy(
                "Both get the same page. See what they ask back, who would do the work, and which cases like yours they can show."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 4–7"),
            gettext_lazy("Let one of them answer it"),
            gettext_lazy(
                "Speak every week, with one of your people who knows the business and asks why. Pay for the answer, not for the hours."
            ),
        ),
        Stage(
            gettext_lazy("Week 8"),
            gettext_lazy("Judge the answer"),
            gettext_lazy(
                "Could you decide with it? Did they show how they got there, and where they were not certain? Did you learn something that stays with you?"
            ),
        ),
    ),
    PlanKind.MOVE_SYSTEM: (
        Stage(
            gettext_lazy("Weeks 1–3"),
            gettext_lazy("Design"),
            gettext_lazy(
                "List what there is: systems, users, data, connections, contracts and passwords. Agree what the new place must do, how long it may stand still, and who may stop the move."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 4–6"),
            gettext_lazy("Migrate a copy"),
            gettext_lazy("The new place is built beside the old one and filled with a copy. Nobody depends on it yet."),
        ),
        Stage(
            gettext_lazy("Weeks 7–8"),
            gettext_lazy("Rehearse, and rehearse the way back"),
            gettext_lazy(
                "Go through the whole move once, restore a backup once, and go back once. Note how long each takes."
            ),
        ),
        Stage(
            gettext_lazy("Week 9"),
            gettext_lazy("Move"),
            gettext_lazy(
                "At a quiet hour, the smallest group first. The old place stays ready until everybody has worked in the new one for two weeks."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 10–13"),
            gettext_lazy("Watch"),
            gettext_lazy(
                "Count what stops, how long it takes to get help, and what it costs, beside the same figures from before. Then end what is not needed."
            ),
        ),
    ),
    PlanKind.PROJECT: (
        Stage(
            gettext_lazy("Week 1"),
            gettext_lazy("Put it on one page"),
            gettext_lazy(
                "What is there at the end, how you will see that it is right, what does not belong to it, by when, and what it may cost."
            ),
        ),
        Stage(
            gettext_lazy("Weeks 2–3"),
            gettext_lazy("Get two offers"),
            gettext_lazy(
                "For the same page. Compare what they would do, what they would not do, who does it, and the price of a change."
            ),
        ),
        Stage(
            gettext_lazy("While it runs"),
            gettext_lazy("Look at it piece by piece"),
            gettext_lazy(
                "A fixed day each week on which you are shown what is done. Accept a piece before the next one begins."
            ),
        ),
        Stage(
            gettext_lazy("At the end"),
            gettext_lazy("Accept it"),
            gettext_lazy(
                "Hold it against the page. Pay the last part when it is right and you have the papers, the accounts and the rights."
            ),
        ),
    ),
}


def section(inputs: ReportInputs) -> Content:
    """None where nobody is looked for, so that there is nothing to try."""
    order = inputs.result.order
    if not order.pilot:
        return {"pilot": None}
    pilots = [inputs.results[key] for key in order.pilot]
    models = dict.fromkeys(model for function in pilots for model in recommended(function))
    measures = [
        line.text
        for model in models
        if (profile := inputs.profiles.get(str(model)))
        for line in profile.of("measure")[: MOST_MEASURES // len(models)]
    ]
    return {
        "pilot": {
            "summary": " ".join(sentence for sentence in _summary(inputs, pilots) if sentence),
            "measures": list(dict.fromkeys(measures)),  # what the pilot is judged by
            "plans": _plans(inputs, pilots),
        }
    }


def _summary(inputs: ReportInputs, pilots: list[FunctionResult]) -> tuple[str, ...]:
    return (
        _("Start with %(functions)s.") % {"functions": inputs.names_in_sentence(pilots)},
        _urgent(inputs),
        _("Count the weeks from the day one of your people has a few hours a week for it."),
        _prepared(inputs, pilots),
        _written_down(inputs),
    )


def _urgent(inputs: ReportInputs) -> str:
    """Say that what breaks down comes first, whatever else would be the safer start."""
    order = inputs.result.order
    first = [inputs.results[key] for key in order.urgent if key in order.pilot]
    later = [inputs.results[key] for key in order.urgent if key in order.then]
    if not first:
        return ""
    names = {"functions": inputs.names_in_sentence(first), "later": inputs.names_in_sentence(later)}
    if not later:
        return _("What breaks down comes first: %(functions)s.") % names
    return _("What breaks down comes first: %(functions)s, and right after it %(later)s.") % names


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
            "title": str(PLANS[kind]) % {"functions": inputs.names_in_sentence(functions)},
            "stages": [
                *(
                    {"when": str(stage.when), "title": str(stage.title), "text": str(stage.text)}
                    for stage in STAGES[kind]
                ),
                *_last_stage(inputs, kind, is_last=kind is last),
            ],
        }
        for kind, functions in by_plan.items()
    ]


def _last_stage(inputs: ReportInputs, kind: PlanKind, *, is_last: bool) -> list[Content]:
    """Say when the next functions follow or, where there are none, how what runs is settled; nothing after a project."""
    later = [function for function in inputs.leaving if is_last and function.key in inputs.result.order.then]
    later.sort(key=lambda function: inputs.result.order.then.index(function.key))
    title = _("Go on") if later else _("Settle down")
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
    when = _("Day 180") if kind in (PlanKind.TAKE_OVER, PlanKind.MOVE_SYSTEM) else _("After that")
    return [{"when": when, "title": title, "text": text}]

"""Where to begin: the pilot with its weeks and measures."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import PilotReadiness
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, recommended

MOST_MEASURES: Final = 4


def section(inputs: ReportInputs) -> Content:
    """None where nothing is to leave, so that there is nothing to try."""
    order = inputs.result.order
    if not order.pilot:
        return {"pilot": None}
    names = wording.listed(wording.in_sentence(inputs.selected[key]) for key in order.pilot)
    sentences = [_("Start with %(functions)s.") % {"functions": names}]
    match order.readiness:
        case PilotReadiness.READY:
            sentences.append(_("You said someone could look after a trial in the next three months."))
        case PilotReadiness.NOT_READY:
            sentences.append(_("You said a trial is not possible yet, so count the weeks from the day it is."))
        case PilotReadiness.UNKNOWN:
            sentences.append(_("Count the weeks from the day one of your people has a few hours a week for it."))
    if order.write_down_first:
        first = wording.listed(wording.in_sentence(inputs.selected[key]) for key in order.write_down_first)
        sentences.append(
            _("Before that, write the steps of %(functions)s down and measure them.") % {"functions": first}
        )
    models = dict.fromkeys(model for key in order.pilot for model in recommended(inputs.results[key]))
    measures = [
        line.text
        for model in models
        if (profile := inputs.profiles.get(str(model)))
        for line in profile.of("measure")[: MOST_MEASURES // len(models)]
    ]
    return {
        "pilot": {
            "summary": " ".join(sentences),
            "functions": wording.opened_text(names),
            "measures": list(dict.fromkeys(measures)),  # what the pilot is judged by
            "stages": _stages(inputs),
        }
    }


def _stages(inputs: ReportInputs) -> list[Content]:
    later = [wording.in_sentence(inputs.selected[key]) for key in inputs.result.order.then]
    then = (
        ngettext(
            "If half a year of figures is good, go on with %(functions)s, with a pilot of its own.",
            "If half a year of figures is good, go on with %(functions)s, one after another, and each with a pilot of its own.",
            len(later),
        )
        % {"functions": wording.listed(later)}
        if later
        else _(
            "Look at a full half-year of figures, agree the levels for the year, and rehearse once how you would take the work back."
        )
    )
    return [
        {
            "when": _("Weeks 1–2"),
            "title": _("Draw the line"),
            "text": _(
                "Write down which cases belong to the pilot and which don’t, who on your side looks after it, and who may stop it."
            ),
        },
        {
            "when": _("Weeks 3–4"),
            "title": _("Measure today"),
            "text": _(
                "Take the measures named here as they are now. Without them nobody can say later whether it got better."
            ),
        },
        {
            "when": _("Weeks 5–8"),
            "title": _("Run side by side"),
            "text": _("The partner works and your team checks: everything in the first week, then a sample."),
        },
        {
            "when": _("Weeks 9–13"),
            "title": _("Let it run"),
            "text": _(
                "Your team handles exceptions only. Ask the people the work is for whether they noticed anything."
            ),
        },
        {
            "when": _("Day 90"),
            "title": _("Decide"),
            "text": _(
                "Go on if the measures are at least as good as before and your team has won time. Stop if they were clearly worse in two weeks out of the last eight."
            ),
        },
        {"when": _("Day 180"), "title": _("Widen, or settle down"), "text": then},
    ]

"""What to do first: at most seven actions, the best return on effort first."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.change import open_questions
from recommendations.reports.sections.demands import ACTION, because, fitting_advice

MOST_ACTIONS: Final = 7
MOST_OPEN_ACTIONS: Final = 2
SIZES: Final = {1: gettext_lazy("small"), 2: gettext_lazy("medium"), 3: gettext_lazy("large")}


def section(inputs: ReportInputs) -> Content:
    """List what the answers call for, then the open questions that are worth finding out.

    An action's `key` stays the same in every report of an edition, so that its status can be kept beside it.
    """
    ranked = sorted(
        (line for line in fitting_advice(inputs) if line.advice.kind == ACTION),
        key=lambda line: (line.advice.effort - line.advice.impact, -line.advice.impact, line.advice.effort),
    )
    advised = [
        {
            "key": line.key,
            "title": line.advice.title,
            "text": line.advice.text,
            "because": because(inputs, line.places),
            "effort": str(SIZES[line.advice.effort]),
            "impact": str(SIZES[line.advice.impact]),
        }
        for line in ranked
    ]
    find_out = []
    for question in open_questions(inputs)[:MOST_OPEN_ACTIONS]:
        about = _("It is open for %(functions)s.") % {"functions": question["about"]} if question["about"] else ""
        key = ("find_out", question["question"], question["function"])
        find_out.append(
            {
                "key": ".".join(part for part in key if part),
                "title": _("Find out: %(question)s") % {"question": question["text"]},
                "text": " ".join(part for part in (about, question["why"]) if part),
                "because": question["because"],
                "effort": str(SIZES[1]),
                "impact": str(SIZES[2]),
            }
        )
    actions = [*advised[: MOST_ACTIONS - len(find_out)], *find_out]
    return {
        "actions": actions,
        "actions_lead": _("What gives most for the least effort comes first. Each comes from an answer of yours.")
        if actions
        else _("Nothing needs doing now. Answer again when the work, its volume or your team changes."),
    }

"""What presses the company, apart from what is advised: three marks with their strongest reasons."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.engine import Pressure
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.pulls import answer_label

MOST_REASONS: Final = 2
HARD: Final = 80
NAMES: Final = {
    "process": gettext_lazy("Routine"),
    "knowledge": gettext_lazy("Expertise"),
    "technology": gettext_lazy("Technology"),
}


def section(inputs: ReportInputs) -> Content:
    return {
        "pressures": {
            "lead": _(
                "What you said about the business as a whole. It says where it presses, and nothing about whom to hand work to."
            ),
            "rows": [_row(inputs, pressure) for pressure in inputs.result.pressures],
        }
    }


def _row(inputs: ReportInputs, pressure: Pressure) -> Content:
    return {
        "subject": pressure.subject,
        "name": str(NAMES[pressure.subject]),
        "score": pressure.printed,
        "words": _in_words(pressure.printed),
        "text": _reasons(inputs, pressure),
        "said": _said(inputs, pressure),
    }


def _said(inputs: ReportInputs, pressure: Pressure) -> str:
    """Quote the answer that weighs most in the direction of the score, whole; empty where none was given."""
    direction = 1 if pressure.printed >= wording.NO_SIGN else -1
    along = [part for part in pressure.contributions if part.points * direction > 0]
    choices = (inputs.choice((part.scope, part.question)) for part in along)
    given = next((choice for choice in choices if choice), None)
    return wording.quoted(given.text) if given else ""


def _in_words(score: int) -> str:
    if score >= HARD:
        return _("Presses hard")
    if score > wording.NO_SIGN:
        return _("Presses a little")
    return _("No sign either way") if score == wording.NO_SIGN else _("Does not press")


def _reasons(inputs: ReportInputs, pressure: Pressure) -> str:
    """Repeat the answers that weigh most in the direction of the score."""
    direction = 1 if pressure.printed >= wording.NO_SIGN else -1
    along = [part for part in pressure.contributions if part.points * direction > 0][:MOST_REASONS]
    if not along:
        return _("Nothing you answered presses.")
    answers = wording.listed(wording.quoted(answer_label(inputs, part.scope, part.question)) for part in along)
    return _("You answered %(said)s.") % {"said": answers}

"""The scores of several reports over time: rows of a table, and a chart drawn from the same figures."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS
from recommendations.models import Report
from recommendations.reports import wording as words

MOST_SHOWN: Final = 24
# The scores in the order of the columns: the column of a report's figures, and the model it is drawn as.
SCORES: Final = (*((model, model) for model in LABELS), ("in_house", words.OWN))
TOP: Final = 20  # where 100 lies in the chart, in its own units from above
HEIGHT: Final = 200  # how far below it 0 lies
EDGE: Final = 4.0  # percent of the width left free on either side, so that no mark is cut


def table_rows(reports: Sequence[Report], picked: tuple[str, str]) -> list[dict[str, Any]]:
    """Make a row of each report that is shown, the newest first, with the two that are picked to compare.

    `reports` is one more than are shown, where there is one. Unless two of those shown are picked, the last two are.
    """
    shown = reports[:MOST_SHOWN]
    keys = [str(report.pk) for report in shown]
    before, after = (
        pk if pk in keys else keys[place] if len(keys) > place else "" for pk, place in zip(picked, (1, 0), strict=True)
    )
    count = Counter(map(day_of, shown))
    rows = []
    for report, older in zip(shown, [*reports[1:], None], strict=False):
        day = day_of(report)
        note = ""
        if older is not None and report.edition != older.edition:
            note = _("Other questions than the one before")
        elif older is not None and report.method != older.method:
            note = _("Scored in another way")
        rows.append(
            {
                "report": report,
                # With the time where another one was given that day.
                "date": date_format(localtime(report.given_at), "DATETIME_FORMAT") if count[day] > 1 else day,
                "scores": [(model, getattr(report.figures, column)) for column, model in SCORES],
                "note": note,
                "older": older,
                "is_before": str(report.pk) == before,
                "is_after": str(report.pk) == after,
            }
        )
    return rows


def chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Draw the same scores from the first report to the last: x in percent, y in units. None for a single report."""
    if len(rows) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    # Days alone: two with their times would lie over each other on a phone.
    first, last = day_of(rows[-1]["report"]), day_of(rows[0]["report"])
    step = (words.ALL - 2 * EDGE) / (len(rows) - 1)
    lines = []
    for place, (_column, model) in enumerate(SCORES):
        marks = [
            (
                words.places(EDGE + number * step),
                words.places(TOP + HEIGHT * (1 - row["scores"][place][1] / words.ALL)),
            )
            for number, row in enumerate(reversed(rows))
        ]
        lines.append({"model": model, "stretches": list(pairwise(marks)), "marks": marks})
    span = _("Overall scores from %(first)s to %(last)s") % {"first": first, "last": last}
    return {
        "title": _("Overall scores, report by report") if first == last else span,
        "description": _(
            "One line for each model from the first report on the left to the latest on the right; 0 at the bottom, "
            "100 at the top. The table below has every figure."
        ),
        "lines": lines,
        "first": first,
        "last": last,
    }


def day_of(report: Report) -> str:
    return date_format(localtime(report.given_at), "DATE_FORMAT")

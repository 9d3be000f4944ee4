"""The costs beside a report, in the shape from which every copy prints them."""

from collections.abc import Iterator
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.beside.costs import page, words
from recommendations.beside.costs.services import fields_of, kept_for, outlook_of
from recommendations.beside.costs.sums import GUESSES, HORIZON, MONTHS_OF_A_YEAR, YEARS, Outlook
from recommendations.models import CostGuesses, Report
from recommendations.reports.addition import Addition, AdditionTable

KEY: Final = "costs"


def read_costs(report: Report) -> Addition | None:
    """Give what somebody guessed, and what follows from it; None where nobody did."""
    row = kept_for(report)
    if row is None or not row.guesses:
        return None
    with translation.override(report.language):
        return _addition(row)


def _addition(row: CostGuesses) -> Addition:
    outlook, currency = outlook_of(fields_of(row)), row.currency
    tables = [
        AdditionTable(
            _("The guesses, a month unless said otherwise"),
            (_("Guess"), _("from"), _("to")),
            tuple((str(words.NAMES[key]), guess.low, guess.high) for key, guess in outlook.given.items()),
        )
    ]
    shown = page.result(outlook, currency)
    if shown:
        ledgers = [outlook.after(month) for month in page.MONTHS]
        heads = (
            _("After month"),
            *(
                f"{name}, {end}"
                for name in (_("Today"), _("Outside"), _("Ahead or behind"))
                for end in (_("from"), _("to"))
            ),
        )
        tables.append(
            AdditionTable(
                _("The figures behind the picture"),
                (*heads, _("In the middle")),
                tuple(
                    (
                        one.month,
                        *(end for spread in (one.today, one.outside, one.ahead) for end in (spread.low, spread.high)),
                        one.middle,
                    )
                    for one in ledgers
                ),
            )
        )
    return Addition(
        key=KEY,
        title=_("What it costs today and outside"),
        by=str(row.changed_by) if row.changed_by else "",
        at=row.changed_at,
        paragraphs=tuple(_paragraphs(outlook, currency)),
        tables=tuple(tables),
        values={
            "currency": currency,
            "guesses": {key: {"from": str(one.low), "to": str(one.high)} for key, one in outlook.given.items()},
            "horizon": HORIZON,
            "month": outlook.month if shown else None,
            "soonest": outlook.soonest if shown else None,
            "latest": outlook.latest if shown else None,
            "ahead": {
                str(years): {"from": str(one.ahead.low), "to": str(one.ahead.high), "middle": str(one.middle)}
                for years in (1, YEARS)
                for one in [outlook.after(years * MONTHS_OF_A_YEAR)]
            }
            if shown
            else {},
        },
    )


def _paragraphs(outlook: Outlook, currency: str) -> Iterator[str]:
    yield page.answer(outlook, currency)
    yield _("Nothing here changes the fit. The report says what suits the work; this only says what it might cost.")
    if currency:
        yield _("Amounts in %(currency)s.") % {"currency": currency}
    if len(outlook.given) < len(GUESSES):
        yield _("Left empty and counted as nothing: %(names)s.") % {"names": page.empty_lines(outlook)}

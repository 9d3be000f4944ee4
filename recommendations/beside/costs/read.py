"""The costs beside a report, in the shape from which every copy prints them."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.beside.costs import page, words
from recommendations.beside.costs.services import fields_of, kept_for, outlook_of
from recommendations.beside.costs.sums import GUESSES, HORIZON, MONTHS_OF_A_YEAR, YEARS, Outlook, Spread
from recommendations.models import CostGuesses, Report
from recommendations.reports.addition import Addition, AdditionTable, Cell

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
    shown = page.result(outlook, currency)
    guesses = AdditionTable(
        _("The guesses, a month unless said otherwise"),
        (_("Guess"), _("from"), _("to")),
        tuple((str(words.NAMES[key]), guess.low, guess.high) for key, guess in outlook.given.items()),
    )
    return Addition(
        key=KEY,
        title=_("What it costs today and outside"),
        by=str(row.changed_by) if row.changed_by else "",
        at=row.changed_at,
        paragraphs=tuple(_paragraphs(outlook, currency, shown)),
        tables=(guesses, _figures(outlook)) if shown else (guesses,),
        values={
            "currency": currency,
            "guesses": {key: _ends(guess) for key, guess in outlook.given.items()},
            "result": _result(outlook) if shown else None,
        },
    )


def _figures(outlook: Outlook) -> AdditionTable:
    """Give the figures behind the picture in whole amounts: sums of guesses have no cents."""
    pairs = [
        f"{name}, {end}" for name in (_("Today"), _("Outside"), _("Ahead or behind")) for end in (_("from"), _("to"))
    ]
    rows: list[tuple[Cell, ...]] = []
    for month in page.MONTHS:
        one = outlook.after(month)
        ends = (end for spread in (one.today, one.outside, one.ahead) for end in (spread.low, spread.high))
        rows.append((month, *(_whole(amount) for amount in (*ends, one.middle))))
    heads = (_("After month"), *pairs, _("In the middle"))
    return AdditionTable(_("The figures behind the picture"), heads, tuple(rows))


def _result(outlook: Outlook) -> dict[str, Any]:
    ledgers = {years: outlook.after(years * MONTHS_OF_A_YEAR) for years in (1, YEARS)}
    return {
        "horizon": HORIZON,
        "month": outlook.month,
        "soonest": outlook.soonest,
        "latest": outlook.latest,
        "ahead_after_years": {
            str(years): {**_ends(one.ahead), "middle": f"{_whole(one.middle)}"} for years, one in ledgers.items()
        },
    }


def _ends(spread: Spread) -> dict[str, str]:
    return {"from": f"{spread.low:f}", "to": f"{spread.high:f}"}


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def _paragraphs(outlook: Outlook, currency: str, shown: dict[str, Any] | None) -> Iterator[str]:
    yield page.answer(outlook, currency)
    yield _("Nothing here changes the fit. The report says what suits the work; this only says what it might cost.")
    if shown and shown["weights"]:
        told = "; ".join(f"{one['name']}, {one['text']}" for one in shown["weights"])
        yield _("Worth finding out: %(guesses)s.") % {"guesses": told}
    if currency:
        yield _("Amounts in %(currency)s.") % {"currency": currency}
    if len(outlook.given) < len(GUESSES):
        yield _("Left empty and counted as nothing: %(names)s.") % {"names": page.empty_lines(outlook)}

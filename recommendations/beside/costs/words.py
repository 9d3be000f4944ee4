"""How guesses, amounts and months are worded."""

import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.beside.costs.sums import HORIZON, Spread

NAMES: Final = {
    "hours": gettext_lazy("Hours your people spend"),
    "pay": gettext_lazy("What an hour costs you"),
    "tools": gettext_lazy("Programs and tools"),
    "mistakes": gettext_lazy("Mistakes"),
    "fee": gettext_lazy("The partner’s fee"),
    "steer": gettext_lazy("Your hours to steer it"),
    "steerpay": gettext_lazy("What an hour of steering costs you"),
    "kept": gettext_lazy("Programs you keep"),
    "once": gettext_lazy("Moving over"),
    "leave": gettext_lazy("Leaving again"),
}
HINTS: Final = {
    "hours": gettext_lazy("all told, leaders’ time too"),
    "pay": gettext_lazy("pay with everything on top"),
    "tools": gettext_lazy("that would go"),
    "mistakes": gettext_lazy("corrections, late fees, fines"),
    "fee": gettext_lazy("with changes and peaks"),
    "steer": gettext_lazy("approving, asking, checking"),
    "steerpay": gettext_lazy("leaders cost more"),
    "kept": gettext_lazy("because the partner does not bring them"),
    "once": gettext_lazy("choosing, contract, writing down, working side by side, set-up"),
    "leave": gettext_lazy("notice, data back, taking up the work"),
}
# How one finds out what a guess comes to.
WAYS: Final = {
    "hours": gettext_lazy("Write them down for two weeks"),
    "pay": gettext_lazy("Look up one year of pay with everything on top, and divide it by the hours worked"),
    "tools": gettext_lazy("Look at the last bills"),
    "mistakes": gettext_lazy("Look back over twelve months"),
    "fee": gettext_lazy("Ask each provider for it, with changes and peaks"),
    "steer": gettext_lazy("Ask a company that has such a partner"),
    "steerpay": gettext_lazy("Settle first who would steer it"),
    "kept": gettext_lazy("Ask each provider what it brings along"),
    "once": gettext_lazy("Ask each provider; written steps make it cheaper"),
}
IN_BRIEF: Final = ("fee", "once")  # what every brief asks for
FIGURES: Final = 3  # a sum of guesses is not told more exactly


def figure(amount: Decimal) -> str:
    """Write an amount as the page's language does, with no more decimals than it has."""
    plain = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
    return str(number_format(plain, use_l10n=True, force_grouping=True))


def step_of(largest: Decimal, figures: int = FIGURES) -> Decimal:
    """Say to what amounts are rounded so that the largest keeps that many figures; never to less than one."""
    return max(Decimal(1), Decimal(1).scaleb(max(largest.adjusted(), 0) - figures + 1))


def rounded(amount: Decimal, step: Decimal) -> str:
    return figure((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step)


def signed(amount: Decimal, step: Decimal) -> str:
    shown = rounded(abs(amount), step)
    if shown == "0":
        return shown
    return f"−{shown}" if amount < 0 else f"+{shown}"


def money(amount: str, currency: str) -> str:
    """Put the currency where the page's language has it; the amount may be two, with words between them."""
    if not currency:
        return amount
    if unicodedata.category(currency[-1]) == "Sc":
        return _("%(sign)s%(amount)s") % {"sign": currency, "amount": amount}
    return f"{amount}\u00a0{currency}"


def between(low: str, high: str) -> str:
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def spread_money(spread: Spread, currency: str, step: Decimal | None = None) -> str:
    step = step_of(spread.high) if step is None else step
    return money(between(rounded(spread.low, step), rounded(spread.high, step)), currency)


def ahead(amount: Decimal, currency: str, step: Decimal) -> str:
    """Say how far ahead or behind that is."""
    shown = rounded(abs(amount), step)
    if shown == "0":
        return _("even")
    said = {"amount": money(shown, currency)}
    return _("%(amount)s ahead") % said if amount > 0 else _("%(amount)s behind") % said


def standing(spread: Spread, currency: str, step: Decimal) -> str:
    return between(ahead(spread.low, currency, step), ahead(spread.high, currency, step))


def not_within() -> str:
    return _("not in %(months)d months") % {"months": HORIZON}


def month_words(month: int | None, *, ever: bool = True) -> str:
    """Say in which month; `ever` is False where no month would do, however long one waits."""
    if month is not None:
        return _("in month %(month)d") % {"month": month}
    return not_within() if ever else _("never")

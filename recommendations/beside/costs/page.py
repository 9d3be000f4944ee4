"""What the page of costs says: the answer in words, the picture with its table, and what it hangs on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.beside.costs import words
from recommendations.beside.costs.forms import CURRENCY, FROM, IN_HOURS, TO, field_name
from recommendations.beside.costs.picture import draw
from recommendations.beside.costs.sums import (
    GUESSES,
    HORIZON,
    LEAVING,
    MONTHS_OF_A_YEAR,
    MOVING,
    OUTSIDE,
    TODAY,
    YEARS,
    Outlook,
    Sway,
    outside,
    today,
)

MONTHS: Final = (0, 3, 6, 12, 18, HORIZON, YEARS * MONTHS_OF_A_YEAR)
TELLING: Final = 3  # guesses worth finding out
TABLE_FIGURES: Final = 4
GROUPS: Final = (
    ("today", gettext_lazy("Today"), gettext_lazy("a month of the work as it is"), TODAY),
    ("outside", gettext_lazy("Outside"), gettext_lazy("the same work, a month"), OUTSIDE),
    ("once", gettext_lazy("Once"), gettext_lazy("at the start, and if you part"), (MOVING, LEAVING)),
)


def answer(outlook: Outlook, currency: str) -> str:
    """Say what the guesses come to, in the words that stand on top of the page."""
    if not outlook.has_begun:
        return _("Two figures are enough to begin: your hours and the fee.")
    if outlook.lacks_pay:
        fair = outlook.fair_hour
        if fair is None:
            return _("Say what an hour of your people costs, and the rest can be worked out.")
        price = words.spread_money(fair, currency)
        return _("Outside is cheaper from month to month once an hour of your people costs more than %(price)s.") % {
            "price": price
        }
    month, soonest, latest = outlook.month, outlook.soonest, outlook.latest
    if month is None:
        first = _("At the middle of your guesses it does not pay for itself in %(months)d months.")
        more = _("At their best it does in month %(month)d.") if soonest else _("Not even at their best.")
        return f"{first % {'months': HORIZON}} {more % {'month': soonest} if soonest else more}"
    if soonest == latest:
        return _("By your guesses it pays for itself in month %(month)d.") % {"month": month}
    is_slow = today(outlook.worst) > outside(outlook.worst)
    edges = {"soon": words.month_words(soonest), "late": words.month_words(latest, ever=is_slow)}
    return " ".join(
        (
            _("At the middle of your guesses it pays for itself in month %(month)d.") % {"month": month},
            _("At their edges: %(soon)s, or %(late)s.") % edges,
        )
    )


def groups(fields: Mapping[str, str], outlook: Outlook, errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the fields of the page; `fields` are what is stored, in figures, or what was typed."""
    currency = fields.get(CURRENCY, "")
    sums = {"today": outlook.today, "outside": outlook.outside}
    return [
        {
            "key": key,
            "title": title,
            "about": about,
            "has_currency": key not in sums,
            "sum": words.spread_money(sums[key], currency) if key in sums and sums[key].high else "",
            "rows": [_row(guess, fields, errors) for guess in guesses],
        }
        for key, title, about, guesses in GROUPS
    ]


def _row(guess: str, fields: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    ends = []
    for end, word in ((FROM, _("from")), (TO, _("to"))):
        name = field_name(guess, end)
        ends.append({"name": name, "word": word, "value": fields.get(name, ""), "error": errors.get(name, "")})
    shown = words.between(*(end["value"] for end in ends))
    return {
        "key": guess,
        "name": words.NAMES[guess],
        "hint": words.HINTS[guess],
        "in_hours": guess in IN_HOURS,
        "ends": ends,
        "shown": shown,
    }


def in_figures(fields: Mapping[str, str]) -> dict[str, str]:
    """Write what is stored as the page's language writes it."""
    return {name: value if name == CURRENCY else words.figure(Decimal(value)) for name, value in fields.items()}


def result(outlook: Outlook, currency: str) -> dict[str, Any] | None:
    """Give the picture, its table and what it hangs on; None where no sum in money would be true."""
    if not outlook.has_begun or outlook.lacks_pay:
        return None
    return {
        "picture": {**draw(outlook), "title": _title(), "text": described(outlook, currency)},
        "lines": _lines(outlook, currency),
        "weights": [_weight(one) for one in outlook.weights()[:TELLING]],
        "month": outlook.month,
        "table": table(outlook),
        "step": words.figure(_step(outlook)),
        "facts": facts(outlook, currency),
    }


def facts(outlook: Outlook, currency: str) -> list[tuple[str, str, str]]:
    """Give what a month, the first year and three years come to, each with its name."""
    moving, leaving = outlook.guesses[MOVING], outlook.guesses[LEAVING]
    rows = [
        (_("Today, a month"), words.spread_money(outlook.today, currency), ""),
        (
            _("Outside, a month"),
            words.spread_money(outlook.outside, currency),
            _("and %(amount)s once") % {"amount": words.spread_money(moving, currency)} if moving.high else "",
        ),
    ]
    for name, month in ((_("Ahead or behind after a year"), 1), (_("After three years"), YEARS)):
        ledger = outlook.after(month * MONTHS_OF_A_YEAR)
        step = words.step_of(max(abs(ledger.ahead.low), abs(ledger.ahead.high)))
        rows.append((name, words.standing(ledger.ahead, currency, step), ""))
    if leaving.high:
        rows.append((_("If you leave again"), words.spread_money(leaving, currency), _("in no other sum here")))
    return rows


def table(outlook: Outlook) -> list[dict[str, str]]:
    """Give the figures behind the picture, and those after three years."""
    step, rows = _step(outlook), []
    for month in MONTHS:
        ledger = outlook.after(month)
        spent = {
            name: words.between(words.rounded(spread.low, step), words.rounded(spread.high, step))
            for name, spread in (("today", ledger.today), ("outside", ledger.outside))
        }
        ahead = words.between(words.signed(ledger.ahead.low, step), words.signed(ledger.ahead.high, step))
        rows.append({"month": str(month), **spent, "ahead": ahead, "middle": words.signed(ledger.middle, step)})
    return rows


def empty_lines(outlook: Outlook) -> str:
    """Name the guesses that nobody made and that count as nothing."""
    return ", ".join(str(words.NAMES[key]) for key in outlook.empty)


def count(outlook: Outlook) -> str:
    given = len(outlook.given)
    return _("%(given)d of %(all)d guesses") % {"given": given, "all": len(GUESSES)}


def described(outlook: Outlook, currency: str) -> str:
    """Put the picture into words."""
    step = _step(outlook)
    start, end = outlook.after(0).ahead, outlook.after(HORIZON).ahead
    said = {
        "start": words.standing(start, currency, step),
        "end": words.standing(end, currency, step),
        "months": HORIZON,
    }
    band = _("A band: at the start %(start)s, after %(months)d months %(end)s.") % said
    if outlook.month:
        line = _("Its middle reaches zero in month %(month)d.") % {"month": outlook.month}
    else:
        line = _("Its middle stays below zero.")
    return " ".join((band, line, _("The table below has the figures.")))


def _title() -> str:
    return _("What handing over saves or costs, added up over %(months)d months") % {"months": HORIZON}


def _step(outlook: Outlook) -> Decimal:
    last = outlook.after(MONTHS[-1])
    return words.step_of(max(last.today.high, last.outside.high), TABLE_FIGURES)


def _lines(outlook: Outlook, currency: str) -> list[dict[str, str]]:
    return [
        {
            "y": line.y,
            "text": words.ahead(line.amount, currency, Decimal(1)),
        }
        for line in draw(outlook)["lines"]
    ]


def _weight(weight: Sway) -> dict[str, Any]:
    sooner, later = weight.span
    if sooner is None:
        text = words.not_within()
    elif later is None:
        text = _("%(soon)s, or %(late)s") % {"soon": words.month_words(sooner), "late": words.not_within()}
    elif sooner == later:
        text = words.month_words(sooner)
    else:
        text = _("month %(soon)d to %(late)d") % {"soon": sooner, "late": later}
    return {
        "name": words.NAMES[weight.guess],
        "text": text,
        "way": words.WAYS[weight.guess],
        "is_in_brief": weight.guess in words.IN_BRIEF,
    }

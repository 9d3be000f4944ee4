"""What the page of costs may send: two amounts for each guess, and a currency as its owner writes it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.answering.forms.base import LineField, showable
from recommendations.beside.costs.amounts import AmountError, Wrong, read_amount
from recommendations.beside.costs.sums import GUESSES
from recommendations.beside.costs.words import NAMES, figure

CURRENCY: Final = "currency"
LONGEST_CURRENCY: Final = 12
FROM, TO = "from", "to"
IN_HOURS: Final = ("hours", "steer")
MOST_HOURS: Final = Decimal("999999.99")
MOST_MONEY: Final = Decimal("999999999.99")
WHY: Final = {
    Wrong.NO_NUMBER: gettext_lazy("%(title)s: write a number in digits, such as %(example)s"),
    Wrong.BELOW_ZERO: gettext_lazy("%(title)s: write what it costs, without a minus; nothing at all is 0"),
    Wrong.TOO_LARGE: gettext_lazy("%(title)s: this is more than we can work with. Write %(most)s at the most"),
    Wrong.TOO_FINE: gettext_lazy("%(title)s: write at most two figures after the decimal mark"),
    Wrong.TWO_WAYS: gettext_lazy(
        "%(title)s: “%(typed)s” can be read in two ways. Write it without a mark, such as %(plain)s"
    ),
}


def field_name(guess: str, end: str) -> str:
    return f"{guess}-{end}"


class AmountField(forms.Field):
    """One amount, as text; what it comes to is a text too: digits, and a point before decimals."""

    def __init__(self, guess: str, end: str) -> None:
        super().__init__(required=False)
        self.guess, self.end = guess, end

    def to_python(self, value: Any) -> str:
        most = MOST_HOURS if self.guess in IN_HOURS else MOST_MONEY
        try:
            amount = read_amount(str(value or ""), decimal_mark=get_format("DECIMAL_SEPARATOR"), most=most)
        except AmountError as error:
            raise ValidationError(self._why(error.wrong, showable(str(value)).strip(), most)) from None
        return "" if amount is None else f"{amount:f}"

    def _why(self, wrong: Wrong, typed: str, most: Decimal) -> str:
        plain = typed.replace(".", "").replace(",", "")
        example = figure(Decimal("1950.5"))
        return str(WHY[wrong]) % {
            "title": self.title,
            "example": example,
            "most": figure(most),
            "typed": typed,
            "plain": plain,
        }

    @property
    def title(self) -> str:
        """Name the field in a sentence."""
        end = _("from") if self.end == FROM else _("to")
        return _("%(guess)s, %(end)s") % {"guess": NAMES[self.guess], "end": end}


class CostsForm(forms.Form):
    """The page of costs. A field that was not sent is not touched."""

    currency = LineField(max_length=LONGEST_CURRENCY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for guess in GUESSES:
            for end in (FROM, TO):
                self.fields[field_name(guess, end)] = AmountField(guess, end)

    @property
    def sent(self) -> dict[str, str]:
        """Give what was sent and can be stored, by field."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.data}

    @property
    def typed(self) -> dict[str, str]:
        """Give what was typed, as far as a page can show it."""
        return {name: showable(str(self.data[name])) for name in self.fields if name in self.data}

    @property
    def problems(self) -> Iterator[dict[str, str]]:
        """List what cannot be accepted in the order of the page, for the summary that leads to each field."""
        for name in (*self.fields, None):
            for text in self.errors.get(name or "__all__", ()):
                said = _("Currency: %(problem)s") % {"problem": text} if name == CURRENCY else str(text)
                yield {"name": name or "", "href": f"#{name}" if name else "", "text": said}

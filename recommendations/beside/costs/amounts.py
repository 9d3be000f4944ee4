"""Amounts as people type them in different languages, read into one number or refused with the reason.

Pure: no Django. Which sign parts thousands differs: 1,950.50 is 1.950,50 elsewhere. Only what can't be told apart is refused.
"""

import re
import unicodedata
from decimal import Decimal
from enum import Enum
from typing import Final

LONGEST: Final = 40
_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’_]+")
_PLAIN: Final = re.compile(r"[0-9]+([.,][0-9]+)?", re.ASCII)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?P<sign>[.,])[0-9]{3}((?P=sign)[0-9]{3})*(?P<rest>[.,][0-9]+)?", re.ASCII)
_ONE_GROUP: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
_MINUS: Final = "-−–"
FIGURES_AFTER: Final = 2


class Wrong(Enum):
    """Why an amount was refused."""

    NO_NUMBER = "no number"
    BELOW_ZERO = "below zero"
    TOO_LARGE = "too large"
    TOO_FINE = "too fine"
    TWO_WAYS = "two ways"


class AmountError(ValueError):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def read_amount(text: str, *, decimal_mark: str, most: Decimal) -> Decimal | None:
    """Read what somebody typed; None where they typed nothing.

    `decimal_mark` is the one of the page's language. A currency sign before or behind is passed over.

    Raises:
        AmountError: it is no amount, or one that nobody means.
    """
    text = _BLANKS.sub("", text)
    is_below = text[:1] in _MINUS and text != ""
    text = text.lstrip(_MINUS)
    while text and unicodedata.category(text[0]) == "Sc":
        text = text[1:]
    while text and unicodedata.category(text[-1]) == "Sc":
        text = text[:-1]
    if not text and not is_below:
        return None
    amount = _number(text, decimal_mark) if len(text) <= LONGEST else None
    if amount is None:
        raise AmountError(Wrong.NO_NUMBER)
    if is_below and amount:
        raise AmountError(Wrong.BELOW_ZERO)
    if amount > most:
        raise AmountError(Wrong.TOO_LARGE)
    if amount != round(amount, FIGURES_AFTER):
        raise AmountError(Wrong.TOO_FINE)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _number(text: str, decimal_mark: str) -> Decimal | None:
    # 1.950 in a language whose decimal mark is the point: one comma nine five, or nearly two thousand?
    if _ONE_GROUP.fullmatch(text):
        if decimal_mark in text:
            raise AmountError(Wrong.TWO_WAYS)
        return Decimal(re.sub(r"[.,]", "", text))
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped["rest"] and grouped["rest"][0] != grouped["sign"]:
        whole = text[: grouped.start("rest")].replace(grouped["sign"], "")
        return Decimal(f"{whole}.{grouped['rest'][1:]}")
    if grouped and text.count(grouped["sign"]) > 1:
        return Decimal(text.replace(grouped["sign"], ""))
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None

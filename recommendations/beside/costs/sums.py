"""The sums of the costs page: ranges in, ranges out.

Pure: no Django, no database, and nothing but Decimal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

HORIZON: Final = 24  # months that the picture shows
MONTHS_OF_A_YEAR: Final = 12
YEARS: Final = 3
NOTHING: Final = Decimal(0)

# What is guessed: a month of the work as it is, a month of it outside, and what comes once.
TODAY: Final = ("hours", "pay", "tools", "mistakes")
OUTSIDE: Final = ("fee", "steer", "steerpay", "kept")
MOVING: Final = "once"
LEAVING: Final = "leave"
GUESSES: Final = (*TODAY, *OUTSIDE, MOVING, LEAVING)

Point: TypeAlias = Mapping[str, Decimal]  # one value for every guess


@dataclass(frozen=True, slots=True)
class Spread:
    """From the lower to the higher of two figures."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2

    @property
    def is_wide(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Standings:
    """What the two ways have cost after a number of months, and how far ahead outside is."""

    month: int
    today: Spread
    outside: Spread
    ahead: Spread
    middle: Decimal


@dataclass(frozen=True, slots=True)
class Sway:
    """What one guess alone does to the month, at its lower and at its higher figure, with the others in their middle.

    `money` is how far it moves where one stands at the end of the picture.
    """

    guess: str
    at_low: int | None
    at_high: int | None
    money: Decimal

    @property
    def months(self) -> int:
        """How many months it moves; never counts as the month after the last."""
        low, high = (HORIZON + 1 if month is None else month for month in (self.at_low, self.at_high))
        return abs(high - low)

    @property
    def span(self) -> tuple[int | None, int | None]:
        """The sooner month and the later one."""
        ends = sorted((self.at_low, self.at_high), key=lambda month: HORIZON + 1 if month is None else month)
        return ends[0], ends[1]


def today(point: Point) -> Decimal:
    """Sum up a month of the work as it is: hours x pay + tools + mistakes."""
    return point["hours"] * point["pay"] + point["tools"] + point["mistakes"]


def outside(point: Point) -> Decimal:
    """Sum up a month of it outside: fee + steering hours x their pay + tools kept."""
    return point["fee"] + point["steer"] * point["steerpay"] + point["kept"]


def balance(point: Point, month: int) -> Decimal:
    """How far ahead outside is after a number of months. Leaving again is never in it."""
    return month * (today(point) - outside(point)) - point[MOVING]


def first_month(point: Point) -> int | None:
    """Find the first month at whose end one is not behind; the start itself is none."""
    return next((month for month in range(1, HORIZON + 1) if balance(point, month) >= 0), None)


class Outlook:
    """Ten guesses, and everything that follows from them. A guess that nobody made counts as nothing."""

    def __init__(self, guesses: Mapping[str, Spread]) -> None:
        self.given = {key: guesses[key] for key in GUESSES if key in guesses}
        self.guesses = {key: guesses.get(key, Spread(NOTHING, NOTHING)) for key in GUESSES}
        self.middle: Point = {key: guess.middle for key, guess in self.guesses.items()}
        self.best: Point = {key: guess.high if key in TODAY else guess.low for key, guess in self.guesses.items()}
        self.worst: Point = {key: guess.low if key in TODAY else guess.high for key, guess in self.guesses.items()}

    @property
    def empty(self) -> tuple[str, ...]:
        return tuple(key for key in GUESSES if key not in self.given)

    @property
    def has_begun(self) -> bool:
        """Whether the two figures are there with which something can be said."""
        return self.guesses["hours"].high > 0 and self.guesses["fee"].high > 0

    @property
    def lacks_pay(self) -> bool:
        """Whether hours were counted and nobody said what one costs: then no sum in money would be true."""
        return self.has_begun and self.guesses["pay"].high == 0

    @property
    def today(self) -> Spread:
        return Spread(today(self.worst), today(self.best))

    @property
    def outside(self) -> Spread:
        return Spread(outside(self.best), outside(self.worst))

    @property
    def month(self) -> int | None:
        return first_month(self.middle)

    @property
    def soonest(self) -> int | None:
        return first_month(self.best)

    @property
    def latest(self) -> int | None:
        return first_month(self.worst)

    @property
    def fair_hour(self) -> Spread | None:
        """What an hour would have to cost for a month outside to cost the same; None where there may be no hours."""
        prices = []
        for point in (self.best, self.worst):
            if not point["hours"]:
                return None
            rest = outside(point) - point["tools"] - point["mistakes"]
            prices.append(max(rest / point["hours"], NOTHING))
        return Spread(min(prices), max(prices))

    def after(self, month: int) -> Standings:
        """Add up what both ways have cost since the start."""
        moving = self.guesses[MOVING]
        return Standings(
            month,
            today=Spread(month * self.today.low, month * self.today.high),
            outside=Spread(month * self.outside.low + moving.low, month * self.outside.high + moving.high),
            ahead=Spread(balance(self.worst, month), balance(self.best, month)),
            middle=balance(self.middle, month),
        )

    def weights(self) -> list[Sway]:
        """Say what each range does alone, the one that moves the month most first; leaving moves none."""
        found = list(self._weights())
        found.sort(key=lambda weight: (weight.months, weight.money), reverse=True)
        return found

    def _weights(self) -> Iterator[Sway]:
        for key, guess in self.guesses.items():
            if not guess.is_wide:
                continue
            low, high = ({**self.middle, key: value} for value in (guess.low, guess.high))
            money = abs(balance(high, HORIZON) - balance(low, HORIZON))
            if money:
                yield Sway(key, first_month(low), first_month(high), money)

"""The picture of who is ahead, month by month: numbers for the attributes of an SVG."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from recommendations.beside.costs.sums import HORIZON, Outlook, balance

HEIGHT: Final = 300
TOP, BOTTOM = 26, 276  # between them lies what is drawn; labels stand above their lines
MOST_LINES: Final = 5
NICE: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Gridline:
    """A line across, with the amount that lies on it."""

    y: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """From amounts to the height of the picture."""

    low: Decimal
    high: Decimal

    def y(self, amount: Decimal) -> str:
        share = (self.high - amount) / (self.high - self.low)
        return f"{TOP + share * (BOTTOM - TOP):.1f}"

    def lines(self) -> Iterator[Gridline]:
        """Give the round amounts, zero among them, that lie within."""
        step = self._step()
        first = (self.low / step).to_integral_value(rounding="ROUND_CEILING")
        last = (self.high / step).to_integral_value(rounding="ROUND_FLOOR")
        for number in range(int(first), int(last) + 1):
            yield Gridline(self.y(number * step), number * step)

    def _step(self) -> Decimal:
        rough = (self.high - self.low) / MOST_LINES
        unit = Decimal(1).scaleb(rough.adjusted())
        return next(unit * nice for nice in NICE if unit * nice >= rough)


def draw(outlook: Outlook) -> dict[str, Any]:
    """Give the band from all guesses at their worst to all at their best, the line of all middles, and the month."""
    ends = [balance(point, month) for point in (outlook.best, outlook.worst) for month in (0, HORIZON)]
    low, high = min(*ends, Decimal(0)), max(*ends, Decimal(0))
    scale = Scale(low, high if high > low else low + 1)
    best = [scale.y(balance(outlook.best, month)) for month in (0, HORIZON)]
    worst = [scale.y(balance(outlook.worst, month)) for month in (0, HORIZON)]
    middle = [scale.y(balance(outlook.middle, month)) for month in (0, HORIZON)]
    return {
        "height": str(HEIGHT),
        "box": f"0 0 {HORIZON} {HEIGHT}",
        "band": f"0,{best[0]} {HORIZON},{best[1]} {HORIZON},{worst[1]} 0,{worst[0]}",
        "start": middle[0],
        "end": middle[1],
        "months": str(HORIZON),
        "zero": scale.y(Decimal(0)),
        "lines": [line for line in scale.lines() if line.amount],
        "month": f"{HUNDRED * outlook.month / HORIZON:.1f}%" if outlook.month else "",
        "month_y": scale.y(balance(outlook.middle, outlook.month)) if outlook.month else "",
        "anchor": _anchor(outlook.month),
    }


def _anchor(month: int | None) -> str:
    """Keep the label of the month inside the picture."""
    edge = HORIZON // 8
    if month is not None and month <= edge:
        return "start"
    return "end" if month is not None and month > HORIZON - edge else "middle"

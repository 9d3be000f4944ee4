"""Rounding: numbers as comparisons see them and as print shows them, with lists that add up."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Final

TENTHS: Final = 10
PRECISION: Final = 9
HAIR: Final = 5e-10
UP: Final = 0.5 + 1e-9


def level(number: float) -> float:
    """Make comparable: what only floating-point arithmetic tells apart is the same number."""
    return round(number, PRECISION) + 0.0


def whole(score: float) -> int:
    """Round a score for print; halves go up, on both sides of 50."""
    return floor(score + UP)


def printed_points(points: Sequence[float], total: int) -> tuple[float, ...]:
    """Round points to tenths so that they sum to `total`, by largest remainder.

    What rounding leaves over goes, a tenth at a time, to the points that rounding treated worst in that direction.
    Points that print as 0.0 are left alone as long as others can take it: a sign must not appear from nowhere.
    """
    tenths = [floor(point * TENTHS + UP) for point in points]
    left_over = total * TENTHS - sum(tenths)
    if left_over and points:
        step = 1 if left_over > 0 else -1
        taking = [place for place, tenth in enumerate(tenths) if tenth] or list(range(len(points)))
        taking.sort(key=lambda place: (tenths[place] - points[place] * TENTHS) * step)
        for turn in range(abs(left_over)):
            tenths[taking[turn % len(taking)]] += step
    return tuple([tenth / TENTHS for tenth in tenths])


def figure(number: float) -> str:
    """Print a number with at most two decimals and a true minus sign."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def signed(number: float) -> str:
    text = figure(number)
    return text if text == "0" or text.startswith("−") else f"+{text}"

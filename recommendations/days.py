"""Which days people may set: those a calendar, a workbook and a sum of weeks can hold."""

from datetime import date
from typing import Final

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2200, 12, 31)


def is_sound(day: date) -> bool:
    return EARLIEST <= day <= LATEST

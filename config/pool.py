"""How soon the pool of PostgreSQL's connections tries again after the server was away."""

from typing import Final

from psycopg_pool import pool
from psycopg_pool.base import AttemptWithBackoff

FIRST: Final = 0.05  # seconds
LONGEST: Final = 0.5


class SoonAgain(AttemptWithBackoff):
    """Waits longer and longer, but never so long that the site is still down when the server is back.

    The pool's own first wait is a second, and doubles up to minutes: no option of it says otherwise.
    """

    INITIAL_DELAY = FIRST

    def update_delay(self, now: float) -> None:
        super().update_delay(now)
        self.delay = min(self.delay, LONGEST)


def try_again_soon() -> None:
    pool.AttemptWithBackoff = SoonAgain  # type: ignore[attr-defined] # the pool names its class nowhere else

"""How often something may be done: limits that every process of the site counts together, in the database."""

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Allowance

MINUTE: Final = 60
ROUNDING: Final = 0.001  # seconds that many small sums may be off


class TooOftenError(Exception):
    """The limit is reached; `wait` is the seconds after which it may be tried again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too often: wait {wait} seconds")
        self.wait = wait

    def __str__(self) -> str:
        """Say it to the person who has to wait."""
        minutes = math.ceil(self.wait / MINUTE)
        return _("You did this many times in a short while. Nothing is lost: try again in %(wait)s.") % {
            "wait": ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` at once, coming back one by one so that `times` fit into `within`.

    This is a token bucket. What is stored is one number, the moment from which it will be full again (the generic
    cell rate algorithm's “theoretical arrival time”), so that taking from it is one conditional UPDATE, which
    processes that count at the same moment can't both win.
    """

    name: str
    times: int
    within: timedelta

    @property
    def _each(self) -> float:
        return self.within.total_seconds() / self.times

    def spend(self, who: object) -> None:
        """Count one more for this person, link or address.

        Raises:
            TooOftenError: nothing was counted.
        """
        key, now = self._key(who), time.time()
        if self._take(key, now):
            return
        # Full buckets are the same as none; whoever opens a new one sweeps them away.
        Allowance.objects.filter(full_at__lt=now - MINUTE).delete()
        Allowance.objects.bulk_create([Allowance(key=key, full_at=now)], ignore_conflicts=True)
        if not self._take(key, now):
            raise TooOftenError(self._wait(key, now))

    def give_back(self, who: object) -> None:
        """Take back one that turned out not to count."""
        Allowance.objects.filter(key=self._key(who)).update(full_at=F("full_at") - self._each)

    def _take(self, key: str, now: float) -> int:
        free = Allowance.objects.filter(key=key, full_at__lte=now + self._each * (self.times - 1) + ROUNDING)
        return free.update(full_at=Greatest(F("full_at"), now) + self._each)

    def _wait(self, key: str, now: float) -> int:
        full_at = Allowance.objects.filter(key=key).values_list("full_at", flat=True).first() or now
        return max(1, math.ceil(full_at - self._each * (self.times - 1) - now))

    def _key(self, who: object) -> str:
        # Addresses and the like are personal: only a keyed digest of them is stored.
        return salted_hmac(f"organisations.limits.{self.name}", str(who), algorithm="sha256").hexdigest()

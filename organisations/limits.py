"""How often something may be done: limits that every process of the site counts together, in the database."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock
from typing import Final

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Allowance

MINUTE: Final = 60
ROUNDING: Final = 0.001  # seconds that many small sums may be off
NETWORK: Final = 64  # bits of an IPv6 address that a household or an office gets; the rest each visitor chooses freely
LARGEST_BATCH: Final = 25
REMEMBERED: Final = 10_000  # how many people or things a process keeps count of


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

    def spend(self, who: object, count: int = 1) -> None:
        """Count one more, or some at once, for this person, link or address.

        Raises:
            TooOftenError: nothing was counted.
        """
        key, now = self._key(who), time.time()
        if self._take(key, now, count):
            return
        # Full buckets are the same as none; whoever opens a new one sweeps them away.
        Allowance.objects.filter(full_at__lt=now - MINUTE).delete()
        Allowance.objects.bulk_create([Allowance(key=key, full_at=now)], ignore_conflicts=True)
        if not self._take(key, now, count):
            raise TooOftenError(self._wait(key, now, count))

    def give_back(self, who: object) -> None:
        """Take back one that turned out not to count."""
        Allowance.objects.filter(key=self._key(who)).update(full_at=F("full_at") - self._each)

    def _take(self, key: str, now: float, count: int) -> int:
        free = Allowance.objects.filter(key=key, full_at__lte=now + self._each * (self.times - count) + ROUNDING)
        return free.update(full_at=Greatest(F("full_at"), now) + self._each * count)

    def _wait(self, key: str, now: float, count: int) -> int:
        full_at = Allowance.objects.filter(key=key).values_list("full_at", flat=True).first() or now
        return max(1, math.ceil(full_at - self._each * (self.times - count) - now))

    def _key(self, who: object) -> str:
        # Addresses and the like are personal: only a keyed digest of them is stored.
        return salted_hmac(f"organisations.limits.{self.name}", str(who), algorithm="sha256").hexdigest()


class InBatches:
    """A limit on what is done so often that a query each time would be felt, such as saving.

    Every process counts by itself and pays for a batch in the database before the last of it is let through. So what
    all of them let through is the limit and less than one batch more for each process: 2 % of the limit at most.
    """

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._counts: OrderedDict[object, int] = OrderedDict()
        self._lock = Lock()

    @property
    def _batch(self) -> int:
        return max(1, min(LARGEST_BATCH, self.limit.times // 50))

    def spend(self, who: object) -> None:
        """Count one more.

        Raises:
            TooOftenError: nothing was counted.
        """
        batch = self._batch
        with self._lock:
            count = self._counts.pop(who, 0) + 1
            self._counts[who] = 0 if count >= batch else count
            if len(self._counts) > REMEMBERED:
                self._counts.popitem(last=False)
        if count < batch:
            return
        try:
            self.limit.spend(who, batch)
        except TooOftenError:
            with self._lock:
                self._counts[who] = batch - 1  # the next one has to ask again
            raise


def network(address: str) -> str:
    """Tell what counts as one sender: an IPv4 address, or the network that an IPv6 address was chosen from."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped or IPv6Network((read, NETWORK), strict=False))

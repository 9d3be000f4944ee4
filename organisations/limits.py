"""How often something may be done: limits that every process of the site counts together, in the database."""

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
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


class TooOftenError(Exception):
    """The limit is reached; `wait` is the seconds after which it may be tried again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too often: wait {wait} seconds")
        self.wait = wait

    def __str__(self) -> str:
        """Explain it to the person who has to wait."""
        minutes = math.ceil(self.wait / MINUTE)
        return _("You did this many times in a short while. Nothing is lost: try again in %(wait)s.") % {
            "wait": ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` at once, coming back one by one so that `times` fit into `within`.

    The row of a person, link or address holds one moment: when all of it will be free again. Each use moves that moment
    on by its share of `within`. One conditional UPDATE decides, so that two processes that count at the same time
    can't both win. What is a little inexact for the sake of simplicity: uses within the same millisecond.
    """

    name: str
    times: int
    within: timedelta

    @property
    def _share(self) -> float:
        return self.within.total_seconds() / self.times

    def spend(self, who: object) -> None:
        """Count one more for this person, link or address.

        Raises:
            TooOftenError: nothing was counted.
        """
        key, now = self._key(who), time.time()
        latest = now + self.within.total_seconds() - self._share + ROUNDING
        row = Allowance.objects.filter(key=key)
        moved_on = {"full_at": Greatest(F("full_at"), now) + self._share}
        if row.filter(full_at__lte=latest).update(**moved_on):
            return
        # Nothing was counted yet, or too much; `manage.py purge` deletes rows that count nothing any more.
        Allowance.objects.bulk_create([Allowance(key=key, full_at=now)], ignore_conflicts=True)
        if not row.filter(full_at__lte=latest).update(**moved_on):
            full_at = row.values_list("full_at", flat=True).first() or now
            raise TooOftenError(max(1, math.ceil(full_at - latest)))

    def give_back(self, who: object) -> None:
        """Take back one that turned out not to count."""
        Allowance.objects.filter(key=self._key(who)).update(full_at=F("full_at") - self._share)

    def _key(self, who: object) -> str:
        # Addresses and the like are personal: only a keyed digest of them is stored.
        return salted_hmac(f"organisations.limits.{self.name}", str(who), algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """Name what counts as one sender: an IPv4 address, or the network that an IPv6 address was chosen from."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped or IPv6Network((read, NETWORK), strict=False))

"""Copies that are dear to make: kept as bytes, and made anew once anything they are made of has changed."""

import hashlib
import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from recommendations.models import KeptCopy, Report
from recommendations.reports.exports.queues import Queue

LONGEST_COMPANY: Final = 120  # as the column holds it
LOG: Final = logging.getLogger("sourcefit.exports")


def copy_of(
    report: Report,
    *,
    kind: str,
    means: str,
    render: Callable[[Report], bytes],
    queue: Queue,
    who: object,
    patience: float = 0,
) -> KeptCopy:
    """Find a report's copy, or make it and keep it. Who may have it was settled before this is asked.

    `means` names all that it is made with besides the report; `queue` says whose turn it is to make one, and takes
    `who` and `patience`. What is kept waits for nobody.

    Raises:
        BusyError, TooOftenError: as `queue` says.
    """
    recipe = hashlib.sha256(f"{report.checksum} {means}".encode()).hexdigest()
    copies = KeptCopy.objects.filter(report=report, kind=kind, recipe=recipe)
    copy = copies.first()
    if copy:
        return copy
    with queue.turn(who, patience=patience):
        copy = copies.first()  # whoever had to wait here finds it made
        if copy:
            return copy
        company = report.data["organisation"][:LONGEST_COMPANY]
        copy = KeptCopy(report=report, kind=kind, recipe=recipe, company=company, content=render(report))
        try:
            KeptCopy.objects.keep(copy)
        except DatabaseError:
            LOG.warning("a copy was made but could not be kept", exc_info=True)
        return copy

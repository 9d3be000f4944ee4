"""Copies that are dear to make: kept as bytes, and made anew once anything they are made of has changed."""

import hashlib
import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from recommendations.models import KeptCopy, Report

LONGEST_COMPANY: Final = 120  # as the column holds it
# One at a time: a rush of downloads must not take every core away from people who are answering.
_LOCK: Final = threading.RLock()
LOG: Final = logging.getLogger("sourcefit.exports")


def copy_of(report: Report, *, kind: str, means: str, render: Callable[[Report], bytes]) -> KeptCopy:
    """Find a report's copy, or make it and keep it. Who may have it was settled before this is asked.

    `means` names all that it is made with besides the report.
    """
    recipe = hashlib.sha256(f"{report.checksum} {means}".encode()).hexdigest()
    copies = KeptCopy.objects.filter(report=report, kind=kind, recipe=recipe)
    copy = copies.first()
    if copy:
        return copy
    with _LOCK:
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

"""What is asked where a page was changed by two at once: which of two values is to stand. Nothing else is asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from organisations.models import User
from recommendations.beside.merging import KEEP

CONFLICT: Final = 409
SEEN: Final = "seen"


def choices(data: QueryDict) -> dict[str, str]:
    """Read what somebody chose for the fields they were asked about."""
    return {name.removeprefix(KEEP): str(data[name]) for name in data if name.startswith(KEEP)}


def ask(
    request: HttpRequest,
    *,
    differences: Sequence[Mapping[str, str]],
    fields: Mapping[str, str],
    seen: str,
    by: User | None,
    at: datetime | None,
) -> HttpResponse:
    """Show both values of each field; the page carries along everything that was typed. Nothing was saved."""
    last = None
    if at is not None:
        who = str(by) if by is not None and by != request.user else ""
        last = {"who": who, "when": date_format(timezone.localtime(at), "DATETIME_FORMAT")}
    context = {
        "differences": differences,
        "last": last,
        "fields": [*fields.items(), (SEEN, seen)],
        "keep": KEEP,
        "address": request.get_full_path(),
    }
    return render(request, "recommendations/beside/conflict.html", context, status=CONFLICT)

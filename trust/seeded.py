"""The site with a clock that ticks by the request and ids that are counted: what it says depends on what is asked alone."""

import itertools
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_requests = itertools.count()
_ids = itertools.count(1)
_now = [_START]


def _next_id() -> uuid.UUID:
    return uuid.UUID(int=(0x5EED << 112) | next(_ids), version=4)


# Before Django is set up: models take their default, and modules their clock, from what stands here now.
uuid.uuid4 = _next_id
timezone.now = lambda: _now[0]

from config.wsgi import application as site  # noqa: E402 - see above

__all__ = ["application"]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    # The watchdog's questions while it starts are not counted: how many there are is chance.
    if environ["PATH_INFO"] != "/livez":
        _now[0] = _START + timedelta(seconds=next(_requests))
        _ids_at(next(_rounds))
    return site(environ, start_response)


_rounds = itertools.count(1)


def _ids_at(number: int) -> None:
    """Begin each request's ids at a place of its own: what is asked for before does not move those after."""
    global _ids  # noqa: PLW0603 - one process, one thread
    _ids = itertools.count(number << 32)

"""The site with one guard taken out: what a control runs against. `TRUST_WITHOUT` says which."""

import os
import time
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from config.wsgi import application

__all__ = ["application"]

PAUSE = 0.03  # seconds


class _Nothing:
    """Stands where a transaction stood."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_error: object) -> None: ...


_NO_TRANSACTION = SimpleNamespace(atomic=lambda *_words, **_options: _Nothing())


def _slowly(write: Callable[..., Any]) -> Callable[..., Any]:
    """Leave time for a kill before and after a statement that belongs together with others."""

    def written(*words: Any, **options: Any) -> Any:
        time.sleep(PAUSE)
        told = write(*words, **options)
        time.sleep(PAUSE)
        return told

    return written


if os.environ["TRUST_WITHOUT"] == "transactions":
    # By name: no model can be imported before the application has set Django up. Django's own transactions stay.
    for module in ("assessments.services", "recommendations.services"):
        import_module(module).transaction = _NO_TRANSACTION  # type: ignore[attr-defined]
    for module, name in (("assessments.models.saving", "write"), ("assessments.services", "found")):
        place = import_module(module)
        setattr(place, name, _slowly(getattr(place, name)))

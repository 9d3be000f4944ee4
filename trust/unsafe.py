"""The site with one guard taken out: what a control runs against. `TRUST_WITHOUT` says which."""

import os
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from config.wsgi import application

__all__ = ["application"]

PAUSE = 1.0  # seconds


class _Nothing:
    """Stands where a transaction stood."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_error: object) -> None: ...


_NO_TRANSACTION = SimpleNamespace(atomic=lambda *_words, **_options: _Nothing(), on_commit=lambda do: do())


class _Never(Exception):  # noqa: N818 - stands where an error of the database stood
    """Nothing raises it."""


def _pause() -> None:
    """Wait to be killed, and say so."""
    Path(os.environ["TRUST_PAUSED"]).touch()
    time.sleep(PAUSE)


def _late(write: Callable[..., Any]) -> Callable[..., Any]:
    """Leave time for a kill before a statement that belongs together with the ones before it."""

    def written(*words: Any, **options: Any) -> Any:
        _pause()
        return write(*words, **options)

    return written


def _slow(write: Callable[..., Any]) -> Callable[..., Any]:
    """Leave time for a kill after a statement that belongs together with the ones that follow."""

    def written(*words: Any, **options: Any) -> Any:
        result = write(*words, **options)
        _pause()
        return result

    return written


def _put(place: str, name: str, value: Any) -> None:
    # By name: no model can be imported before the application has set Django up.
    setattr(import_module(place), name, value)


def _wrap(place: str, name: str, how: Callable[..., Any]) -> None:
    _put(place, name, how(getattr(import_module(place), name)))


def transactions() -> None:
    """Each statement stands alone, with time between those that belong together. Django's own transactions stay."""
    for place in (
        "assessments.answering.services",
        "assessments.authoring.editions",
        "recommendations.reports.services",
    ):
        _put(place, "transaction", _NO_TRANSACTION)
    queries = import_module("django.db.models.query").QuerySet
    queries.select_for_update = lambda rows, **_options: rows  # PostgreSQL refuses to hold rows outside of one
    answers = import_module("assessments.models").Answer.objects
    answers.bulk_create = _late(answers.bulk_create)
    _wrap("assessments.answering.services", "create_organisation", _slow)
    _wrap("recommendations.reports.services", "_write_report", _late)
    # Between the edition that retires and the draft that takes its place.
    _wrap("assessments.authoring.editions", "record", _late)


def conditions() -> None:
    """Let updates no longer look whether all is as it was when the page was opened."""
    progress = import_module("assessments.models").Progress.objects
    look = progress.filter
    progress.filter = lambda *words, version=None, **how: look(*words, **how)  # noqa: ARG005, PLW0108 - it is taken out here
    _put("recommendations.reports.services", "_close", _close_anyhow)


def _close_anyhow(assessment: Any, now: Any) -> bool:
    type(assessment).objects.filter(pk=assessment.pk).update(status="submitted", submitted_at=now)
    return True


def answers() -> None:
    """Let a database that is away be an error like any other."""
    _put("config.errors", "OperationalError", _Never)
    _put("config.errors", "InterfaceError", _Never)


def typed() -> None:
    """Refuse a form whose token no longer fits, and lose what was typed into it."""
    import_module("django.conf").settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"


def counting() -> None:
    """Let every process count for itself how often something is done."""
    limits = import_module("organisations.limits")
    counts: dict[tuple[str, str], int] = {}

    def spend(limit: Any, who: object) -> None:
        key = (limit.name, str(who))
        if counts.get(key, 0) >= limit.times:
            raise limits.TooOftenError(60)
        counts[key] = counts.get(key, 0) + 1

    limits.Limit.spend = spend


def escaping() -> None:
    """Let templates put in whatever somebody typed as it is."""
    import_module("django.template").engines["django"].engine.autoescape = False


GUARDS = {guard.__name__: guard for guard in (transactions, conditions, answers, typed, counting, escaping)}
GUARDS[os.environ["TRUST_WITHOUT"]]()

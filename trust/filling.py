"""Rows for a database at an earlier state: whatever its models were then, each of their tables gets some."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final
from uuid import UUID

from django.apps.registry import Apps
from django.db import models

ROWS: Final = 2
_BEGUN: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_numbers = count(1)

Values = dict[str, Any]
Rows = dict[str, list[Any]]  # model -> its rows

# What a rule of the database asks of several columns together, for the first row and the second.
_TOGETHER: Final[Mapping[str, tuple[Values, Values]]] = {
    "questionnaire": ({"status": "draft", "published_at": None}, {"status": "draft", "published_at": None}),
    "assessment": (
        {"status": "draft", "submitted_at": None, "second_to": None},
        {"status": "submitted", "submitted_at": _BEGUN + timedelta(days=99), "second_to": None},
    ),
    "answer": ({"kind": "choice", "choice_key": "yes"}, {"kind": "unsure", "choice_key": ""}),
    "assignment": ({"invitation": None}, {"user": None}),
    "invitation": (
        {"purpose": "member", "role": "member", "scope": ""},
        {"purpose": "client", "role": "", "scope": "answer"},
    ),
    "line": ({"engagement": None, "consultancy": None, "invitation": None}, {}),
    "comment": ({"question": "q", "section": ""}, {"question": "", "section": "s"}),
}


def fill(apps: Apps) -> Rows:
    """Make some rows of every model, those first that others point to, and publish the last edition at the end."""
    made: Rows = {}
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    for model in _in_order(every):
        if not model._meta.proxy:
            made[model._meta.label_lower] = [_row(model, number, made) for number in range(ROWS)]
    for edition in made.get("assessments.questionnaire", [])[-1:]:
        type(edition).objects.filter(pk=edition.pk).update(status="published", published_at=_BEGUN)
    return made


def _in_order(every: list[type[models.Model]]) -> Iterator[type[models.Model]]:
    waiting = {model._meta.label_lower: model for model in every}
    while waiting:
        ready = [label for label, model in waiting.items() if not (_asked_for(model) - {label}) & waiting.keys()]
        if not ready:
            raise RuntimeError(f"these models wait for each other: {sorted(waiting)}")
        for label in ready:
            yield waiting.pop(label)


def _asked_for(model: type[models.Model]) -> set[str]:
    return {field.related_model._meta.label_lower for field in _columns(model) if field.is_relation}


def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated and not _names_itself(field)]


def _names_itself(field: Any) -> bool:
    return bool(field.primary_key and (isinstance(field, models.AutoField) or field.has_default()))


def _row(model: type[models.Model], number: int, made: Rows) -> Any:
    together = _TOGETHER.get(model._meta.model_name or "", ({}, {}))[number]
    values: Values = {}
    for field in _columns(model):
        if field.name in together:
            values[field.name] = together[field.name]
        elif field.is_relation:
            values[field.attname] = _one_of(field, number, made)
        elif field.choices:
            keys = [key for key, _name in field.flatchoices if key]
            values[field.name] = keys[number % len(keys)]
        elif isinstance(field, models.BooleanField):
            values[field.name] = number % 2 == 1  # by the row: some may be true once
        else:
            values[field.name] = _value(field, next(_numbers))
    return model._base_manager.create(**values)


def _one_of(field: Any, number: int, made: Rows) -> Any:
    """Point to another row each time; two columns of one row that point to the same model point to different rows."""
    rows = made.get(field.related_model._meta.label_lower, [])
    if not rows:
        return None
    twins = [one.name for one in _columns(field.model) if one.is_relation and one.related_model is field.related_model]
    row = rows[(number + twins.index(field.name)) % len(rows)]
    return getattr(row, field.target_field.attname)  # not the row: a model of then stands there in several versions


def _value(field: Any, number: int) -> Any:
    make = next((_MAKERS[kind] for kind in type(field).__mro__ if kind in _MAKERS), None)
    if make is None:
        raise RuntimeError(f"no value for {field}")
    return make(field, number)


def _text(field: Any, number: int) -> str:
    # Long, and of letters that a database may count otherwise than Python does.
    return f"{number} ñ’“{field.name}”"[: field.max_length]


_MAKERS: Final[Mapping[type[models.Field[Any, Any]], Callable[[Any, int], Any]]] = {
    models.BinaryField: lambda _field, number: bytes([number % 256, 0, 255]),
    models.CharField: _text,
    models.DateField: lambda _field, number: (_BEGUN + timedelta(days=number)).date(),
    models.DateTimeField: lambda _field, number: _BEGUN + timedelta(minutes=number),
    models.DecimalField: lambda _field, number: Decimal(number % 3) / 2,
    models.EmailField: lambda _field, number: f"somebody{number}@example.com",
    models.FloatField: lambda _field, number: (number % 3) / 2,
    models.GenericIPAddressField: lambda _field, number: f"127.0.0.{number % 256}",
    models.IntegerField: lambda _field, number: 1 + number % 2,
    models.JSONField: lambda _field, number: {"ñ": [number, None, 0.5]},
    models.SlugField: lambda _field, number: f"s-{number}",
    models.TextField: _text,
    models.URLField: lambda _field, number: f"https://example.com/{number}",
    models.UUIDField: lambda _field, number: UUID(int=number, version=4),
}

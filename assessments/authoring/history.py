"""Who changed what of an edition and when, with what stood there before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import (
    Advice,
    BusinessFunction,
    Choice,
    Department,
    Question,
    Questionnaire,
    ShownBy,
    Source,
    Step,
)
from assessments.models.questionnaire import AS_LOADED

AT_ONCE: Final = 50
KINDS: Final[tuple[type[models.Model], ...]] = (
    *(Questionnaire, Step, Question, Choice, ShownBy, Advice),
    *(Department, BusinessFunction, Source),
)
# What an edition's own row tells by its reason instead.
UNSAID: Final = frozenset(("id", "questionnaire", "status", "published_at", "published_by", "made_by", "created_at"))
POINTING: Final = {"step": Step, "department": Department, "source": Source, "question": Question, "choice": Choice}


@dataclass(frozen=True, slots=True)
class Was:
    """One field before and after; on a part that was added or deleted one of the two is empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one part; `act` is +, ~ or -."""

    at: datetime
    who: str
    act: str
    kind: str
    name: str
    reason: str
    fields: tuple[Was, ...]


@dataclass(frozen=True, slots=True)
class Page:
    entries: tuple[Entry, ...]
    more: str  # where the next page begins, "" on the last one


def changes(questionnaire: Questionnaire, *, model: str = "", row: int | None = None, before: str = "") -> Page:
    """List changes, newest first: of the whole edition, or of one row of one kind.

    That an edition was loaded or copied is one entry; what a part said then is taken up with its first change.
    """
    found = []
    for kind in KINDS:
        if model in ("", kind._meta.model_name):
            found += list(_newest(kind, questionnaire, row=row, before=before))
    found.sort(key=lambda one: (one.history_date, one.history_id), reverse=True)
    shown, rest = found[:AT_ONCE], found[AT_ONCE:]
    names = _names(questionnaire)
    former = _former(shown)
    entries = tuple(_entry(one, former.get((type(one), one.history_id)), names) for one in shown)
    return Page(entries, shown[-1].history_date.isoformat() if rest else "")


def _newest(kind: Any, questionnaire: Questionnaire, *, row: int | None, before: str) -> Any:
    rows = kind.history.filter(_of(kind, questionnaire)).exclude(history_change_reason=AS_LOADED)
    if row is not None:
        rows = rows.filter(id=row)
    if before:
        rows = rows.filter(history_date__lt=datetime.fromisoformat(before))
    return rows.select_related("history_user").order_by("-history_date", "-history_id")[: AT_ONCE + 1]


def _of(kind: Any, questionnaire: Questionnaire) -> Q:
    """Find the history of an edition's parts, also of those that were deleted since."""
    if kind is Questionnaire:
        return Q(id=questionnaire.pk)
    if kind in (Choice, ShownBy):
        return _below("question_id", Question, Q(questionnaire_id=questionnaire.pk))
    if kind is Advice:
        return _below("choice_id", Choice, _of(Choice, questionnaire))
    return Q(questionnaire_id=questionnaire.pk)


def _below(field: str, parent: Any, where: Q) -> Q:
    live, gone = parent.objects.filter(where).values("pk"), parent.history.filter(where).values("id")
    return Q(**{f"{field}__in": live}) | Q(**{f"{field}__in": gone})


def _former(shown: list[Any]) -> Mapping[tuple[type, int], Any]:
    """Find for each row of history the one before it, one query for each kind."""
    former: dict[tuple[type, int], Any] = {}
    for kind in {type(one) for one in shown}:
        ids = {one.id for one in shown if type(one) is kind}
        last: dict[int, Any] = {}
        for one in kind.objects.filter(id__in=ids).order_by("history_date", "history_id"):
            if one.id in last:
                former[kind, one.history_id] = last[one.id]
            last[one.id] = one
    return former


def _names(questionnaire: Questionnaire) -> Mapping[tuple[Any, int], str]:
    return {
        (kind, row.pk): str(row) for kind in POINTING.values() for row in kind.objects.filter(_of(kind, questionnaire))
    }


def _entry(one: Any, before: Any, names: Mapping[tuple[Any, int], str]) -> Entry:
    kind = one.instance_type
    return Entry(
        at=one.history_date,
        who=str(one.history_user or ""),
        act=one.history_type,
        kind=str(kind._meta.verbose_name),
        name=_name(one, names),
        reason=one.history_change_reason or "",
        fields=tuple(_fields(one, before if one.history_type == "~" else None, names)),
    )


def _name(one: Any, names: Mapping[tuple[Any, int], str]) -> str:
    if one.instance_type is ShownBy:
        return names.get((Question, one.question_id), "")
    label = next(filter(None, (getattr(one, field, "") for field in ("text", "title", "name"))), "")
    if one.instance_type is Advice:
        return f"{names.get((Choice, one.choice_id), '')}: {one.title}"
    if one.instance_type is Choice:
        return f"{names.get((Question, one.question_id), '')}: {label}"
    return str(label)


def _fields(one: Any, before: Any, names: Mapping[tuple[Any, int], str]) -> Iterator[Was]:
    kind = one.instance_type
    if kind is Questionnaire and before is None:
        return
    for field in kind._meta.concrete_fields:
        now, then = getattr(one, field.attname), getattr(before, field.attname) if before else None
        if field.name in UNSAID or (before and now == then) or (not before and now in ("", None, 0, False)):
            continue
        told, was = _said(field, now, names), _said(field, then, names) if before else ""
        deleted = one.history_type == "-"
        yield Was(str(field.verbose_name), told if deleted else was, "" if deleted else told)


def _said(field: Any, value: Any, names: Mapping[tuple[Any, int], str]) -> str:
    if field.is_relation:
        return names.get((POINTING.get(field.name), value), "–" if value is None else _("one that was deleted"))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return "–" if value in ("", None) else str(value)

"""Changes of an edition in words, for people who read no code."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.authoring.admin.fields import COLUMNS, signed
from assessments.edition import flow
from assessments.edition.diff import Change, ChangeKind, name_of

KINDS: Final[dict[ChangeKind, Promise]] = {
    ChangeKind.ADDED: gettext_lazy("Added"),
    ChangeKind.LEFT_OUT: gettext_lazy("Left out"),
    ChangeKind.REWORDED: gettext_lazy("Reworded"),
    ChangeKind.WEIGHED: gettext_lazy("Re-weighted"),
    ChangeKind.SCORED: gettext_lazy("Re-scored"),
    ChangeKind.MOVED: gettext_lazy("Moved"),
    ChangeKind.OTHERWISE: gettext_lazy("Changed"),
}
PARTS: Final[dict[str, Promise]] = {
    "source": gettext_lazy("Source"),
    "step": gettext_lazy("Step"),
    "department": gettext_lazy("Department"),
    "question": gettext_lazy("Question"),
    "choice": gettext_lazy("Answer"),
    "advice": gettext_lazy("Advice"),
    "function": gettext_lazy("Function"),
}
ORDERS: Final[dict[str, Promise]] = {
    "source": gettext_lazy("Source"),
    "step": gettext_lazy("Step"),
    "department": gettext_lazy("Department"),
    "question": gettext_lazy("Order of the questions"),
    "choice": gettext_lazy("Order of the answers"),
    "advice": gettext_lazy("Order of the advice"),
    "function": gettext_lazy("Order of the functions"),
}
FIELDS: Final[dict[str, Promise]] = {
    "common": gettext_lazy("Often handed over"),
    "condition": gettext_lazy("Asked only after"),
    "department": gettext_lazy("Department"),
    "effort": gettext_lazy("Effort"),
    "evidence": gettext_lazy("Evidence"),
    "exempt": gettext_lazy("Why it may break a rule of the lint"),
    "fixed": gettext_lazy("A fact the owner can’t change"),
    "hand_over": gettext_lazy("Whether to hand it over"),
    "hand_over_source": gettext_lazy("Source of whether to hand it over"),
    "hand_over_why": gettext_lazy("Why hand over or stay"),
    "hint": gettext_lazy("Hint"),
    "impact": gettext_lazy("Impact"),
    "in_sentence": gettext_lazy("Inside a sentence"),
    "introduction": gettext_lazy("Introduction"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "lead": gettext_lazy("Lead sentence"),
    "model": gettext_lazy("For"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("What it is"),
    "office": gettext_lazy("Office"),
    "one_off": gettext_lazy("A piece of work with an end"),
    "own_functions_only": gettext_lazy("Only for functions the owner names"),
    "prior": gettext_lazy("What the sources say beforehand"),
    "reason": gettext_lazy("Reason"),
    "says": gettext_lazy("What the sources say"),
    "scope": gettext_lazy("Asked"),
    "short": gettext_lazy("Short name"),
    "slug": gettext_lazy("Short name"),
    "signal": gettext_lazy("Signal"),
    "skips": gettext_lazy("Questions that make no sense"),
    "source": gettext_lazy("Source"),
    "split": gettext_lazy("How it was split"),
    "step": gettext_lazy("Step"),
    "subject": gettext_lazy("What kind of thing it is"),
    "synonyms": gettext_lazy("Found as well by"),
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "typical": gettext_lazy("Typical answers"),
    "weight": gettext_lazy("Weight"),
    "why": gettext_lazy("Why we ask"),
}


def rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Give each change as a row of the table that sets both sides beside each other.

    `numbers` stands instead of words where a side is scores; `is_text`: a side is a text, and in the edition's language.
    """
    return [
        {
            "kind": change.kind.value,
            "how": KINDS[change.kind],
            "about": _about(change) or [_("The whole edition")],
            "field": _field(change),
            "before": _words(change.before),
            "after": _words(change.after),
            "before_numbers": _numbers(change.before, change.after) if change.kind is ChangeKind.SCORED else [],
            "after_numbers": _numbers(change.after, change.before) if change.kind is ChangeKind.SCORED else [],
            "is_text": not isinstance(change.before or change.after, bool | flow.Condition | flow.Scope | tuple),
        }
        for change in changes
    ]


def describe(change: Change) -> str:
    """Say a change in one line."""
    before, after = _words(change.before), _words(change.after)
    if change.kind is ChangeKind.SCORED:
        before, after = (
            " ".join(number["shown"] for number in _numbers(side, side)) for side in (change.before, change.after)
        )
    about = ", ".join(_about(change))
    match change.kind:
        case ChangeKind.ADDED | ChangeKind.LEFT_OUT:
            return f"{about}: {str(KINDS[change.kind]).lower()}"
        case _:
            what = f"{about}, {_field(change)}" if about else _field(change)
            return f"{what}: {before} → {after}"


def _about(change: Change) -> list[str]:
    named = zip(change.path, change.parts, strict=True)
    return [f"{PARTS[kind]} “{name_of(part)}”" for (kind, _key), part in named]


def _field(change: Change) -> str:
    if not change.field:  # the whole part was added or left out
        return ""
    return str(ORDERS[change.field] if change.kind is ChangeKind.MOVED else FIELDS[change.field])


def _numbers(shown: tuple[int, ...], other: tuple[int, ...]) -> list[dict[str, Any]]:
    return [
        {"column": column, "shown": signed(number), "is_moved": number != twin}
        for column, number, twin in zip(COLUMNS, shown, other, strict=False)
    ]


def _words(value: Any) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case flow.Condition():
            return _("“%(question)s” answered with %(choices)s") % {
                "question": value.question,
                "choices": ", ".join(value.choices),
            }
        case flow.Scope():
            return _("About each function") if value is flow.Scope.FUNCTION else _("Once, about the organisation")
        case tuple():
            return " · ".join(map(_word, value)) or "–"
        case str() | int():
            return str(value)
        case _:
            words = (str(getattr(value, name, "")) for name in ("text", "title", "name"))
            return next(filter(None, words))


def _word(part: Any) -> str:
    """Name one of several: a part, a key, or a question with its typical answer."""
    match part:
        case int() | str():
            return str(part)
        case (question, choice):
            return f"{question} = {choice}"
        case _:
            return name_of(part)

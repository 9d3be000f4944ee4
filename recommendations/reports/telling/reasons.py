"""Why a score is what it is: contributions as rows of a diverging chart that add up to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.engine import CATALOGUE, Contrast, Contribution, Fit
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given

SMALL: Final = 0.5
MOST_ROWS: Final = 10
NAMED_WHEN_FOLDED: Final = 4
NARROWEST_SIDE: Final = 17.0
MARGIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Pull:
    """One row: what moved a score, by how much, and the bar that shows it. `source` counts from 1; 0 is none."""

    label: str
    reason: str
    source: int
    points: str
    start: str
    width: str
    is_negative: bool


@dataclass(frozen=True, slots=True)
class Pulls:
    """A table of rows that add up to `total`."""

    id: str
    model: str
    title: str
    zero: str
    rows: tuple[Pull, ...]
    sum_label: str
    total: str


@dataclass(frozen=True, slots=True)
class Moved:
    label: str
    reason: str
    source: int
    points: float


def for_fit(given: Given, fit: Fit, *, id_: str, title: str) -> Pulls:
    """Tell what moved the score of one function, answer by answer."""
    moved = [_answer(given, one) for one in fit.contributions]
    return _drawn(_folded(moved), id_=id_, model=str(fit.column), title=title, total=str(fit.printed))


def for_whole(given: Given, fit: Fit, *, id_: str, title: str) -> Pulls:
    """Tell what moved a score overall, with the answers about one function taken together."""
    moved = _together(given, fit.contributions)
    return _drawn(_folded(moved), id_=id_, model=str(fit.column), title=title, total=str(fit.printed))


def for_keeping(given: Given, outsource: Fit, *, id_: str, title: str) -> Pulls:
    """Tell what speaks for keeping a function: the case for handing over, seen from the other side."""
    moved = [_answer(given, one, sign=-1) for one in outsource.contributions]
    total = str(words.ALL - outsource.printed)
    return _drawn(_folded(moved), id_=id_, model=words.OWN, title=title, total=total)


def for_contrast(given: Given, contrast: Contrast, *, id_: str, title: str, together: bool) -> Pulls:
    """Why the first and not the second: differences that add up to the gap."""
    moved = (
        _together(given, contrast.differences) if together else [_answer(given, one) for one in contrast.differences]
    )
    return _drawn(
        _folded(moved),
        id_=id_,
        model=str(contrast.first),
        title=title,
        total=str(contrast.printed),
        sum_label=_("All of the above: the lead in points"),
    )


def source_number(given: Given, key: str) -> int:
    """Find the place of a source in the list at the end of the report; 0 where none is named."""
    keys = [source.key for source in given.edition.sources]
    return keys.index(key) + 1 if key in keys else 0


def answer_label(given: Given, scope: str, question: str) -> str:
    """“How it is done: Same steps every time”."""
    asked = given.edition.question_by_key[question]
    choice = given.choice((scope, question))
    return _("%(question)s: %(answer)s") % {
        "question": asked.short or asked.text,
        "answer": choice.label if choice else _("I don’t know"),
    }


def _answer(given: Given, one: Contribution, *, sign: int = 1) -> Moved:
    if one.question == CATALOGUE:
        listed = given.edition.function_by_key[one.scope]
        return Moved(
            _("How this work is usually bought"),
            listed.says or _("Our list’s starting point, the same for everyone."),
            source_number(given, listed.source),
            one.printed * sign,
        )
    choice = given.choice((one.scope, one.question))
    return Moved(
        answer_label(given, one.scope, one.question),
        choice.reason if choice else "",
        source_number(given, choice.source) if choice else 0,
        one.printed * sign,
    )


def _together(given: Given, contributions: Iterable[Contribution]) -> list[Moved]:
    about: dict[str, list[Contribution]] = {}
    moved: list[Moved] = []
    for one in contributions:
        if one.scope == flow.ORGANISATION:
            moved.append(_answer(given, one))
        else:
            about.setdefault(one.scope, []).append(one)
    moved.extend(_function(given, key, parts) for key, parts in about.items())
    return moved


def _function(given: Given, key: str, parts: Sequence[Contribution]) -> Moved:
    """One function's answers as one row, with the two that pull hardest in its direction."""
    total = round(sum(one.printed for one in parts), 1)
    direction = 1 if total >= 0 else -1
    along = sorted((one for one in parts if one.printed * direction > 0), key=lambda one: -abs(one.printed))
    named = [
        _("how it is usually bought") if one.question == CATALOGUE else _choice_label(given, one) for one in along[:2]
    ]
    because = _("Mostly %(answers)s.") % {"answers": words.listed(named)} if named else ""
    return Moved(given.selected[key].name, because, 0, total)


def _choice_label(given: Given, one: Contribution) -> str:
    choice = given.choice((one.scope, one.question))
    return words.quoted(choice.label) if choice else ""


def _folded(moved: Sequence[Moved]) -> list[Moved]:
    """Keep what matters in its order, strongest first, and add the small effects up in one last row."""
    ordered = sorted(moved, key=lambda one: -abs(one.points))
    large = [one for one in ordered if abs(one.points) >= SMALL][:MOST_ROWS]
    small = ordered[len(large) :]
    return ordered if len(small) <= 1 else [*large, _small(small)]


def _small(small: Sequence[Moved]) -> Moved:
    total = round(sum(one.points for one in small), 1)
    if len(small) <= NAMED_WHEN_FOLDED:
        reason = "; ".join(f"{one.label} {words.points(one.points)}" for one in small)
    else:
        reason = _("None of them matters much by itself.")
    label = ngettext("%(number)s smaller effect", "%(number)s smaller effects", len(small)) % {
        "number": words.opened_text(words.number(len(small)))
    }
    return Moved(label, reason, 0, total)


def _drawn(moved: Sequence[Moved], *, id_: str, model: str, title: str, total: str, sum_label: str = "") -> Pulls:
    right = max((one.points for one in moved if one.points > 0), default=0.0)
    left = max((-one.points for one in moved if one.points < 0), default=0.0)
    zero = min(max(100 * left / (left + right), NARROWEST_SIDE), 100 - NARROWEST_SIDE) if left + right else 50.0
    sides = [(zero - MARGIN) / left] if left else []
    sides += [(100 - MARGIN - zero) / right] if right else []
    unit = min(sides, default=0.0)
    return Pulls(
        id=id_,
        model=model,
        title=title,
        zero=words.places(zero),
        rows=tuple(_row(one, zero, unit) for one in moved),
        sum_label=sum_label or _("Starting point 50, plus all of the above"),
        total=total,
    )


def _row(one: Moved, zero: float, unit: float) -> Pull:
    width = abs(one.points) * unit
    return Pull(
        label=one.label,
        reason=one.reason,
        source=one.source,
        points=words.points(one.points),
        start=words.places(zero - width if one.points < 0 else zero),
        width=words.places(width),
        is_negative=one.points < 0,
    )

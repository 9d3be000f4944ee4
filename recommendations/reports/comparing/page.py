"""The whole comparison as ready-made values: what its template prints and nothing it would have to work out."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.reports.comparing import lead, points
from recommendations.reports.comparing.editions import Apart, apart
from recommendations.reports.comparing.lead import Overtaken
from recommendations.reports.comparing.sayings import answer_words, points_up_or_down, question_words
from recommendations.reports.comparing.side import Side
from recommendations.reports.telling import words

NO_POINTS: Final = "0"


@dataclass(frozen=True, slots=True)
class Shift:
    """One score then and now; `before` and `after` are percentages of the scale too."""

    id: str
    model: str
    name: str
    before: int
    after: int
    arrow: str
    words: str
    was: str
    title: str
    description: str
    is_lead: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class Cell:
    model: str
    points: str
    is_zero: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that moved, or a function that came or went, with its effect on each overall score."""

    what: str
    note: str
    before: str
    after: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """What was advised for one function; nothing where the report did not cover it."""

    model: str
    label: str
    score: str


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    before: Advised | None
    after: Advised | None
    changed: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison from top to bottom; None or empty where a section has nothing to say."""

    organisation: str
    before: str
    after: str
    headline: str
    lead: str
    shifts: tuple[Shift, ...]
    apart: Apart | None
    moves: tuple[Move, ...]
    moves_lead: str
    totals: tuple[Cell, ...]
    overtaken: Overtaken | None
    functions: tuple[Function, ...]
    functions_lead: str


def compare(before: Side, after: Side) -> Compared:
    moved = points.moves(before, after)
    rows = tuple(_move(before, after, row, by) for row, by in moved.points.items())
    named = {row: (move.what, move.note) for row, move in zip(moved.points, rows, strict=True)}
    functions = tuple(_functions(before, after))
    return Compared(
        organisation=str(after.content["organisation"]),
        before=before.label,
        after=after.label,
        headline=lead.headline(before, after),
        lead=lead.lead(before, after),
        shifts=tuple(_shifts(before, after)),
        apart=apart(before, after),
        moves=rows,
        moves_lead=_moves_lead(len(points.moved_places(before, after))),
        totals=tuple(_total(model, total) for model, total in moved.totals.items()) if rows else (),
        overtaken=lead.overtaken(before, after, moved, named),
        functions=functions,
        functions_lead=_functions_lead(sum(one.is_marked for one in functions)),
    )


def _shifts(before: Side, after: Side) -> list[Shift]:
    order = [*map(str, after.overall["ranking"]), words.OWN]
    return [_shift(after, model, (before.printed(model), after.printed(model))) for model in order]


def _shift(after: Side, model: str, scores: tuple[int, int]) -> Shift:
    was, now = scores
    name, change = str(words.SHORT[model]), now - was
    moved = points_up_or_down(change)
    return Shift(
        id=f"shift-{model}",
        model=model,
        name=name,
        before=was,
        after=now,
        arrow="↑" if change > 0 else "↓" if change < 0 else "→",
        words=words.opened_text(moved),
        was=_("%(score)s before") % {"score": was},
        title=_("%(model)s: from %(before)s to %(after)s") % {"model": name, "before": was, "after": now},
        description=_(
            "An outlined mark at %(before)s for the earlier report and a solid mark at %(after)s for the later one, "
            "on a line from 0 to 100."
        )
        % {"before": was, "after": now},
        is_lead=model in after.spoken_for,
        is_same=not change,
    )


def _move(before: Side, after: Side, row: points.Row, by: Any) -> Move:
    kind, place = row
    cells = tuple(_cell(model, by[model]) for model in points.COLUMNS)
    match kind:
        case points.ANSWER:
            side = after if place[1] in after.edition.question_by_key else before
            said = (answer_words(before, place), answer_words(after, place))
            return Move(question_words(side, place), "", *said, cells)
        case points.CAME:
            return Move(after.functions[place[0]].name, _("A function"), _("Not chosen"), _("Chosen"), cells)
        case points.WENT:
            return Move(before.functions[place[0]].name, _("A function"), _("Chosen"), _("Not chosen"), cells)
        case _rest:
            note = _("With other answers or other functions beside them, the same answers count for more or for less.")
            return Move(_("Everything that stayed"), note, "", "", cells)


def _cell(model: str, number: float) -> Cell:
    printed = words.points(number) if number else NO_POINTS
    return Cell(str(words.SHORT[model]), printed, is_zero=not number)


def _total(model: str, total: int) -> Cell:
    return Cell(str(words.SHORT[model]), lead.signed(total), is_zero=not total)


def _moves_lead(count: int) -> str:
    if not count:
        return _("No answer differs.")
    differ = ngettext("%(count)s answer differs.", "%(count)s answers differ.", count) % {"count": words.number(count)}
    return " ".join(
        (
            words.opened_text(differ),
            _(
                "The points say what each gives an overall score now, less what it gave then. They add up to the change."
            ),
        )
    )


def _functions(before: Side, after: Side) -> list[Function]:
    keys = [*after.functions, *(key for key in before.functions if key not in after.functions)]
    return [_function(before, after, key) for key in keys]


def _function(before: Side, after: Side, key: str) -> Function:
    old, new = before.rows.get(key), after.rows.get(key)
    if old is None or new is None:
        told = new or old or {}
        changed = _("Came in with this report") if new else _("Not in this report any more")
        return Function(told["name"], _advised(old), _advised(new), changed, is_marked=True)
    changes = [*_advice_changes(old, new), *_share_changes(before, after, key)]
    is_marked = bool(_advice_changes(old, new))
    if not is_marked:
        changes.insert(0, _same_advice(old, new))
    return Function(new["name"], _advised(old), _advised(new), " ".join(changes), is_marked=is_marked)


def _advised(row: Any) -> Advised | None:
    return Advised(row["model"], row["label"] or row["words"], row["score"]) if row else None


def _advice_changes(old: Any, new: Any) -> list[str]:
    was, now = _advised(old), _advised(new)
    said = []
    if was and now and was.label != now.label:
        said.append(_("From %(before)s to %(after)s.") % {"before": was.label, "after": now.label})
    if old["words"] != new["words"]:
        said.append(_("From “%(before)s” to “%(after)s”.") % {"before": old["words"], "after": new["words"]})
    return said


def _same_advice(old: Any, new: Any) -> str:
    change = int(new["score"]) - int(old["score"]) if old["score"] and new["score"] else 0
    if not change:
        return _("Same advice.")
    return _("Same advice, %(moved)s.") % {"moved": points_up_or_down(change)}


def _share_changes(before: Side, after: Side, key: str) -> list[str]:
    shares = {1: _("a little of the time"), 2: _("some of the time"), 4: _("a lot of the time")}
    was, now = before.functions[key].share, after.functions[key].share
    if was == now:
        return []
    return [_("It takes %(now)s; before, %(was)s.") % {"now": shares[now], "was": shares[was]}]


def _functions_lead(count: int) -> str:
    if not count:
        return _("The advice is the same for every function.")
    changed = ngettext("%(count)s line changed.", "%(count)s lines changed.", count) % {"count": words.number(count)}
    return f"{words.opened_text(changed)} {_('The rest hold.')}"

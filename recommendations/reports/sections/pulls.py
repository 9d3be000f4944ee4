"""Why a score is what it is: contributions as rows of a diverging chart that add up to it."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.engine import CATALOGUE, Contrast, Contribution, Fit
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.sections.scores import in_house

SMALL: Final = 0.5
MOST_ROWS: Final = 10
NAMED_WHEN_FOLDED: Final = 4
NARROWEST_SIDE: Final = 17.0
MARGIN: Final = 2.0


class Effect(NamedTuple):
    """What moved a score, and by how many points. `source` counts from 1; 0 is none."""

    label: str
    reason: str
    source: int
    points: float


def for_function(inputs: ReportInputs, fit: Fit, *, id_: str, title: str) -> Content:
    """Show what moved the score of one function, answer by answer."""
    effects = [_answer_effect(inputs, part) for part in fit.contributions]
    return _draw(effects, id_=id_, model=str(fit.column), title=title, total=str(fit.printed))


def for_whole(inputs: ReportInputs, fit: Fit, *, id_: str, title: str) -> Content:
    """Show what moved a score overall, with the answers about one function of several taken together."""
    effects = _by_function(inputs, fit.contributions)
    return _draw(effects, id_=id_, model=str(fit.column), title=title, total=str(fit.printed))


def for_keeping(inputs: ReportInputs, outsource: Fit, *, id_: str, title: str) -> Content:
    """Show what speaks for keeping a function: the case for handing over, seen from the other side."""
    effects = [_answer_effect(inputs, part, sign=-1) for part in outsource.contributions]
    return _draw(effects, id_=id_, model=wording.OWN, title=title, total=str(in_house(outsource)))


def for_keeping_all(inputs: ReportInputs, *, id_: str) -> Content:
    """Show what speaks for keeping the work overall."""
    outsource = inputs.overall.outsource
    effects = _by_function(inputs, outsource.contributions, sign=-1)
    title = _("What speaks for keeping the work, in points")
    return _draw(effects, id_=id_, model=wording.OWN, title=title, total=str(in_house(outsource)))


def for_contrast(inputs: ReportInputs, contrast: Contrast, *, id_: str) -> Content:
    """Why the first and not the second: differences that add up to the gap."""
    title = _("Why %(first)s and not %(second)s, in points") % {
        "first": wording.SHORT[contrast.first],
        "second": wording.SHORT[contrast.second],
    }
    return _draw(
        _by_function(inputs, contrast.differences)
        if contrast is inputs.overall.contrast
        else [_answer_effect(inputs, part) for part in contrast.differences],
        id_=id_,
        model=str(contrast.first),
        title=title,
        total=str(contrast.printed),
        sum_label=_("All of the above: the lead in points"),
    )


def source_number(inputs: ReportInputs, key: str) -> int:
    """Find the place of a source in the list at the end of the report; 0 where none is named."""
    keys = [source.key for source in inputs.edition.sources]
    return keys.index(key) + 1 if key in keys else 0


def answer_label(inputs: ReportInputs, scope: str, question: str) -> str:
    """“How it is done: Same steps every time”."""
    asked = inputs.edition.question_by_key[question]
    choice = inputs.moving((scope, question))
    answer = choice.label if choice else _("I don’t know")
    return _("%(question)s: %(answer)s") % {
        "question": asked.short or asked.text,
        "answer": wording.assumed(answer) if (scope, question) in inputs.assumed else answer,
    }


def _answer_effect(inputs: ReportInputs, part: Contribution, *, sign: int = 1) -> Effect:
    if part.question == CATALOGUE:
        listed = inputs.edition.function_by_key[part.scope]
        return Effect(
            _("Where our list starts with such work"),
            listed.says or _("Our list’s starting point, the same for everyone."),
            source_number(inputs, listed.source),
            part.printed * sign,
        )
    choice = inputs.moving((part.scope, part.question))
    return Effect(
        answer_label(inputs, part.scope, part.question),
        choice.reason if choice else "",
        source_number(inputs, choice.source) if choice else 0,
        part.printed * sign,
    )


def _by_function(inputs: ReportInputs, contributions: Iterable[Contribution], *, sign: int = 1) -> list[Effect]:
    """Take each function's answers together as one row, with the two that pull hardest in its direction.

    Where there is one function alone, each answer has its own row.
    """
    if len(inputs.functions) == 1:
        return [_answer_effect(inputs, part, sign=sign) for part in contributions]
    about: dict[str, list[Contribution]] = {}
    effects: list[Effect] = []
    for part in contributions:
        if part.scope == flow.ORGANISATION:
            effects.append(_answer_effect(inputs, part, sign=sign))
        else:
            about.setdefault(part.scope, []).append(part)
    for key, parts in about.items():
        total = round(sum(part.printed for part in parts), 1)
        direction = 1 if total >= 0 else -1
        along = [part for part in parts if part.printed * direction > 0 and part.question != CATALOGUE]
        along.sort(key=lambda part: -abs(part.printed))
        names = []
        for part in along[:2]:
            choice = inputs.moving((part.scope, part.question))
            said = wording.quoted(choice.label) if choice else ""
            is_assumed = (part.scope, part.question) in inputs.assumed
            names.append(wording.assumed(said) if is_assumed else said)
        because = wording.listed(filter(None, names))
        effects.append(Effect(inputs.selected[key].name, because, 0, total * sign))
    return effects


def _fold(effects: Sequence[Effect]) -> list[Effect]:
    """Keep what matters in its order, strongest first, and add the small effects up in one last row."""
    ordered = sorted(effects, key=lambda effect: -abs(effect.points))
    large = [effect for effect in ordered if abs(effect.points) >= SMALL][:MOST_ROWS]
    small = ordered[len(large) :]
    if len(small) <= 1:
        return ordered
    if len(small) <= NAMED_WHEN_FOLDED:
        reason = "; ".join(f"{effect.label} {wording.points(effect.points)}" for effect in small)
    else:
        reason = _("None of them matters much by itself.")
    label = ngettext("%(number)s smaller effect", "%(number)s smaller effects", len(small)) % {
        "number": wording.opened_text(wording.number(len(small)))
    }
    return [*large, Effect(label, reason, 0, round(sum(effect.points for effect in small), 1))]


def _draw(effects: Sequence[Effect], *, id_: str, model: str, title: str, total: str, sum_label: str = "") -> Content:
    """Lay the rows out from a zero line; `zero`, `start` and `width` are percent of the chart's width."""
    rows = _fold(effects)
    right = max((row.points for row in rows if row.points > 0), default=0.0)
    left = max((-row.points for row in rows if row.points < 0), default=0.0)
    zero = (
        min(max(wording.ALL * left / (left + right), NARROWEST_SIDE), wording.ALL - NARROWEST_SIDE)
        if left + right
        else 50.0
    )
    sides = [(zero - MARGIN) / left] if left else []
    sides += [(wording.ALL - MARGIN - zero) / right] if right else []
    unit = min(sides, default=0.0)
    return {
        "id": id_,
        "model": model,
        "title": title,
        "zero": wording.places(zero),
        "rows": [
            {
                "label": row.label,
                "reason": row.reason,
                "source": row.source,
                "points": wording.points(row.points),
                "start": wording.places(zero - abs(row.points) * unit if row.points < 0 else zero),
                "width": wording.places(abs(row.points) * unit),
                "is_negative": row.points < 0,
            }
            for row in rows
        ],
        "sum_label": sum_label or _("Starting point 50, plus all of the above"),
        "total": total,
    }

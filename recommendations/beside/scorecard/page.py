"""What the page of a scorecard says: the answer in words, the totals with their reasons, and what tips it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.beside.scorecard.forms import PLACES, mark_of, met_of, name_of, note_of, weight_of
from recommendations.beside.scorecard.services import Asked
from recommendations.beside.scorecard.totals import LEVEL, MARKS, MarkSheet, Met, Turn, TurnKind, tips
from recommendations.reports import wording

TIMES: Final = {1: gettext_lazy("once"), 2: gettext_lazy("twice"), 3: gettext_lazy("three times")}
NOT_KNOWN: Final = gettext_lazy("Not known")
MET: Final = {Met.YES.value: gettext_lazy("Yes"), Met.NO.value: gettext_lazy("No: out"), "": NOT_KNOWN}
HUNDRED: Final = 100


class Words:
    """A scorecard in words. `names` are those of its providers, by their place."""

    def __init__(self, asked: Asked, fields: Mapping[str, str], sheet: MarkSheet) -> None:
        self.asked, self.sheet = asked, sheet
        self.names = {place: fields[name_of(place)] for place in sheet.providers}
        self.conditions = {one.key: one.text for one in asked.conditions}

    @property
    def marked(self) -> int:
        return len(self.sheet.marks)

    @property
    def answer(self) -> str:
        """Say what the marks come to, in the words that stand on top of the page."""
        sheet = self.sheet
        if not sheet.providers:
            return _("Name two to four providers, then mark what came back.")
        if len(sheet.providers) == 1:
            return _("Name a second provider: one alone compares with nobody.")
        if not self.marked:
            return _("Mark what came back.")
        if not sheet.is_complete:
            said = {"marked": self.marked, "all": len(sheet.providers) * len(sheet.weights)}
            return _("So far %(marked)d of %(all)d answers are marked. Nobody leads before all are.") % said
        return " ".join(filter(None, (self._first(), self._more_but_out(), self._unknown())))

    def _first(self) -> str:
        sheet, ranking = self.sheet, self.sheet.ranking
        if not ranking:
            return _("All are out: none meets every condition.")
        first = self.names[ranking[0]]
        if sheet.lead is None:
            said = {"name": first, "points": sheet.total(ranking[0]), "best": sheet.best}
            return _("Only %(name)s is left, with %(points)d points of %(best)d.") % said
        second = self.names[ranking[1]]
        said = {"first": first, "second": second, "points": sheet.lead, "best": sheet.best}
        if sheet.lead == 0:
            return _("%(first)s and %(second)s are level, with the same points.") % said
        if sheet.lead < LEVEL:
            text = ngettext(
                "%(first)s and %(second)s are level: %(points)d point of %(best)d apart.",
                "%(first)s and %(second)s are level: %(points)d points of %(best)d apart.",
                sheet.lead,
            )
            return text % said
        return _("%(first)s leads %(second)s by %(points)d points of %(best)d.") % said

    def _more_but_out(self) -> str:
        """Name whoever has more than the first, and is out."""
        sheet = self.sheet
        most = sheet.total(sheet.ranking[0]) if sheet.ranking else sheet.best
        better = [place for place in sheet.out if sheet.total(place) > most]
        if not better:
            return ""
        names = wording.listed(self.names[place] for place in better)
        text = ngettext("%(names)s has more, but is out.", "%(names)s have more, but are out.", len(better))
        return text % {"names": names}

    def _unknown(self) -> str:
        sheet = self.sheet
        unknown = sheet.unknown(sheet.ranking[0]) if sheet.ranking else ()
        if not unknown:
            return ""
        text = ngettext(
            "One condition of %(name)s is not known yet.",
            "%(count)d conditions of %(name)s are not known yet.",
            len(unknown),
        )
        return text % {"name": self.names[sheet.ranking[0]], "count": len(unknown)}

    def totals(self) -> list[dict[str, Any]]:
        """Give each provider's total with what carries it and what holds it back, in the order of the outcome."""
        sheet = self.sheet
        order = (*sheet.ranking, *sheet.out) if sheet.is_complete else sheet.providers
        return [
            {
                "name": self.names[place],
                "total": str(sheet.total(place)),
                "width": f"{HUNDRED * sheet.total(place) / sheet.best:.1f}%",
                "so_far": "" if sheet.marked(place) == len(sheet.weights) else self._so_far(place),
                "is_out": place in sheet.out,
                "why": self.why(place),
                "not_met": self.not_met(place),
            }
            for place in order
            if sheet.best
        ]

    def _so_far(self, place: int) -> str:
        said = {"marked": self.sheet.marked(place), "all": len(self.sheet.weights)}
        return _("so far, %(marked)d of %(all)d") % said

    def why(self, place: int) -> str:
        """Name the questions at which a provider stands alone above or below all others."""
        sheet = self.sheet
        above, below = [], []
        for question in sheet.weights:
            own = sheet.marks.get((place, question))
            others = [sheet.marks.get((other, question)) for other in sheet.providers if other != place]
            if own is None or not others or None in others:
                continue
            known = [mark for mark in others if mark is not None]
            if own > max(known):
                above.append(str(question))
            elif own < min(known):
                below.append(str(question))
        parts = []
        if above:
            text = ngettext("Best alone on question %(numbers)s.", "Best alone on questions %(numbers)s.", len(above))
            parts.append(text % {"numbers": wording.listed(above)})
        if below:
            text = ngettext("Last alone on question %(numbers)s.", "Last alone on questions %(numbers)s.", len(below))
            parts.append(text % {"numbers": wording.listed(below)})
        return " ".join(parts)

    def not_met(self, place: int) -> str:
        """Repeat the conditions that are not met."""
        failed = [self.conditions[key] for key in self.sheet.failed(place)]
        return " ".join((_("Condition not met:"), *failed)) if failed else ""

    def tips(self) -> list[dict[str, str]]:
        """Say what would turn the order, each by one change."""
        return [self._tip(change) for change in tips(self.sheet)]

    def _tip(self, change: Turn) -> dict[str, str]:
        name, leader = self.names.get(change.provider, ""), self.names[change.leader]
        if change.lead:
            then = ngettext(
                "%(leader)s would lead by %(points)d point", "%(leader)s would lead by %(points)d points", change.lead
            ) % {"leader": leader, "points": change.lead}
        else:
            then = _("only %(leader)s would be left") % {"leader": leader}
        said = {"name": name, "number": change.about, "before": change.before, "after": change.after, "then": then}
        if change.kind is TurnKind.CONDITION:
            said["condition"] = self.conditions[change.about]
            if change.after == Met.YES:
                title = _("A condition of %(name)s")
                text = _("If this were met after all, %(then)s: %(condition)s")
            else:
                title = _("What is not known of %(name)s")
                text = _("If this were not met, %(then)s: %(condition)s")
        elif change.kind is TurnKind.MARK:
            title = _("Question %(number)s")
            text = _("If the answer of %(name)s earned a %(after)s instead of a %(before)s, %(then)s.")
        else:
            title = _("How often question %(number)s counts")
            said["before"], said["after"] = _times(change.before), _times(change.after)
            text = _("If it counted %(after)s instead of %(before)s, %(then)s.")
        return {"title": title % said, "text": text % said}


def _times(number: str) -> str:
    return str(TIMES[int(number)]) if int(number) in TIMES else _("%(number)s times") % {"number": number}


def names_to_fill(fields: Mapping[str, str], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the four places for a name."""
    return [
        {
            "place": str(place),
            "name": name_of(place),
            "label": _("Provider %(number)d") % {"number": place},
            "value": fields.get(name_of(place), ""),
            "error": errors.get(name_of(place), ""),
        }
        for place in PLACES
    ]


def condition_rows(
    asked: Asked, fields: Mapping[str, str], providers: Sequence[tuple[int, str]], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "text": condition.text,
            "cells": [
                {
                    "name": (name := met_of(condition.key, place)),
                    "provider": provider,
                    "value": fields.get(name, ""),
                    "words": MET.get(fields.get(name, ""), NOT_KNOWN),
                    "error": errors.get(name, ""),
                    "choices": list(MET.items()),
                }
                for place, provider in providers
            ],
        }
        for condition in asked.conditions
    ]


def question_rows(
    asked: Asked, fields: Mapping[str, str], providers: Sequence[tuple[int, str]], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give each question with its weight and, for each provider, a mark and a note."""
    rows = []
    for question in asked.questions:
        weight = fields.get(weight_of(question.number), "")
        rows.append(
            {
                "number": str(question.number),
                "text": question.text,
                "good": question.good,
                "weight": weight_of(question.number),
                "weight_value": weight,
                "weight_error": errors.get(weight_of(question.number), ""),
                "times": [(str(times), words) for times, words in TIMES.items()],
                "counts": TIMES.get(int(weight)) if weight.isdecimal() else "",
                "cells": [_cell(question.number, place, provider, fields, errors) for place, provider in providers],
            }
        )
    return rows


def usual_weights(asked: Asked) -> list[str]:
    """Say which questions count more than once to begin with, and because of what in the report; each reason once."""
    numbers: dict[tuple[int, str], list[str]] = {}
    for number, weight in asked.weights.items():
        if weight.because:
            numbers.setdefault((weight.times, weight.because), []).append(str(number))
    return [
        ngettext(
            "Question %(numbers)s counts %(times)s to begin with: %(because)s.",
            "Questions %(numbers)s count %(times)s to begin with: %(because)s.",
            len(found),
        )
        % {"numbers": wording.listed(found), "times": TIMES[times], "because": because}
        for (times, because), found in numbers.items()
    ]


def _cell(
    question: int, place: int, provider: str, fields: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    mark, note = mark_of(question, place), note_of(question, place)
    return {
        "provider": provider,
        "mark": mark,
        "mark_value": fields.get(mark, ""),
        "mark_error": errors.get(mark, ""),
        "marks": [str(one) for one in MARKS],
        "note": note,
        "note_value": fields.get(note, ""),
        "note_error": errors.get(note, ""),
    }

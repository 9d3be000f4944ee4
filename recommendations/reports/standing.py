"""Where one stands before the report: what it would say of each function now, and which answers could still change it."""

from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from recommendations.engine import Case, Recommendation, Settling, VerdictKind, recommend, settling
from recommendations.reports import wording
from recommendations.reports.inputs import recommended
from recommendations.reports.verdicts import words_of

KEPT: Final = 64


def standing(sheet: Sheet) -> dict[str, Any] | None:
    """Say it as the report would, from the same answers; None before anything was answered about a function.

    `settling` are questions with the places (of functions, or the organisation) whose answers could change the advice,
    the most pressing first.
    """
    edition, functions, counted = sheet.edition, sheet.functions, sheet.counted
    if not any(about and answer not in flow.BLANKS for (about, _question), answer in counted.items()):
        return None
    result, open_places = _found(edition, functions, frozenset(counted.items()))
    name_of = {function.key: function.name for function in functions}
    rows = []
    for function in result.functions:
        words, models = words_of(function.verdict), recommended(function)
        is_told = function.verdict.kind is not VerdictKind.CANNOT_TELL
        assumed = [edition.question_by_key[key].short for about, key in sheet.assumed if about == function.key]
        rows.append(
            {
                "key": function.key,
                "name": name_of[function.key],
                "state": words.state,
                "words": words.label,
                "models": [(str(model), wording.SHORT[model]) for model in models],
                "strength": wording.STRENGTH[function.strength] if is_told and function.strength else "",
                "assumed": wording.listed(assumed),
            }
        )
    questions: dict[str, list[flow.Place]] = {}
    for one in open_places:
        questions.setdefault(one.question, []).append((one.scope, one.question))
    return {
        "functions": rows,
        "settling": [
            {
                "text": edition.question_by_key[key].text,
                "places": [(place, name_of.get(place[0], ""), _stand_in(sheet, place)) for place in places],
            }
            for key, places in questions.items()
        ],
        "is_unknown": flow.DONT_KNOW in counted.values(),
    }


def _stand_in(sheet: Sheet, place: flow.Place) -> str:
    """Name the typical answer that is assumed at a place."""
    answer = sheet.assumed.get(place, "")
    return (
        _("assumed: %(answer)s") % {"answer": sheet.edition.question_by_key[place[1]].label_of(answer)}
        if answer
        else ""
    )


@lru_cache(maxsize=KEPT)
def _found(
    edition: flow.Edition, functions: tuple[flow.Selected, ...], answers: frozenset[tuple[flow.Place, str]]
) -> tuple[Recommendation, tuple[Settling, ...]]:
    case = Case(edition, functions, dict(answers))
    advised = recommend(case, reasons=False)
    return advised, settling(case, advised)

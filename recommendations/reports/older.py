"""Reports of an earlier format in the shape of today's: from what they froze, and nothing worked out anew."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.engine import StrengthWord
from recommendations.reports import wording
from recommendations.reports.inputs import Content
from recommendations.reports.sections.next_steps import SIZES
from recommendations.reports.sections.page_one import LATER, MOST_MONDAY, NOW, UNCLEAR, WHEN, fitted, time_of
from recommendations.reports.verdicts import VERDICTS

STATES: Final = tuple(words.state for words in VERDICTS.values())
NOW_STATES: Final = ("go", "keep", "outside")
MODELS: Final = tuple(wording.WHO)


def page_of(content: Mapping[str, Any]) -> Content:
    """Give a report's page, with the parts that its format did not have yet."""
    page: Content = content["page"]
    if content["format"] > 1:
        return page
    with translation.override(content.get("language", settings.LANGUAGE_CODE)):
        return {
            **{key: part for key, part in page.items() if key != "pilot"},
            "one": _one(content, page),
            "pressures": _pressures(page),
            "plan": _plan(page["pilot"]),
            "risks": None,
        }


def _one(content: Mapping[str, Any], page: Content) -> Content:
    firm = {function["key"]: function["strength"] for function in content["result"]["functions"]}
    reasons = {function["key"]: function for function in page["why"]["functions"]}
    told = [row for group in page["map"]["groups"] for row in group["rows"]]
    told.sort(
        key=lambda row: (STATES.index(row["state"]), [*MODELS, "own", "unsure"].index(row["model"]), -row["percent"])
    )
    rows = [_row(row, firm[row["key"]], reasons[row["key"]]) for row in told]
    return {
        "rows": rows,
        "time": time_of(rows, [_state(row) for row in rows], [row["name"] for row in rows]),
        "monday": _monday(page),
        "checks": [],
    }


def _row(row: Mapping[str, Any], strength: str | None, why: Mapping[str, Any]) -> Content:
    word = StrengthWord.OPEN if row["state"] == "ask" else StrengthWord(strength) if strength else None
    reason = row["note"] or next((pull["label"] for pull in why["pulls"]["rows"]), "")
    return {
        **{key: row[key] for key in ("key", "name", "percent", "model", "score", "state", "words")},
        "partner": _who(row),
        "note": "",
        "firm": str(word) if word else "",
        "firm_words": wording.opened_text(str(wording.STRENGTH[word])) if word else "",
        "reason": fitted(reason, reason.partition(": ")[2] or reason),
    }


def _who(row: Mapping[str, Any]) -> str:
    match row["state"]:
        case "keep":
            return _("Stays with you")
        case "back":
            return _("Back to you")
        case "outside":
            return _("Today’s firm")
        case "ask":
            return _("No score yet")
        case "look":
            return _("Stays as it is")
        case _sought:
            return str(wording.WHO.get(row["model"], row["label"]))


def _state(row: Mapping[str, Any]) -> str:
    if row["model"] == wording.UNSURE:
        return UNCLEAR
    return NOW if row["state"] in NOW_STATES else LATER


def _monday(page: Content) -> list[Content]:
    """Take its first actions as they were worded."""
    sizes = {str(word): size for size, word in SIZES.items()}
    return [
        {"key": action["key"], "title": action["title"], "when": str(WHEN[sizes.get(action["effort"], 1)])}
        for action in page["actions"][:MOST_MONDAY]
    ]


def _pressures(page: Content) -> Content:
    rows = [{"said": "", **row} for row in page["pressures"]["rows"]]
    return {**page["pressures"], "rows": rows}


def _plan(pilot: Mapping[str, Any] | None) -> Content | None:
    """Give its “start small” the shape of a plan; who does what it did not say."""
    if pilot is None:
        return None
    plans = [
        {
            "key": f"plan-{number}",
            "kind": "",
            "title": plan["title"],
            "roles": [],
            "stages": [
                {"key": f"plan-{number}-{place}", "starts": None, "gate": "", **stage}
                for place, stage in enumerate(plan["stages"], 1)
            ],
        }
        for number, plan in enumerate(pilot["plans"], 1)
    ]
    measures = [{"key": f"measure-{number}", "text": text} for number, text in enumerate(pilot["measures"], 1)]
    return {"summary": pilot["summary"], "measures": measures, "plans": plans, "keep": []}

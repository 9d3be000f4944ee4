"""What is printed: a report's frozen content with the words around it, in the shape its template takes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS
from recommendations.reports import older
from recommendations.reports.addition import Addition, Cell
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.reviews import sentences

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
MOST_MARKS: Final = 4  # on one letter; the most that any writing has is three
MOST_BREAKS: Final = 40  # of lines in one text, which is a page
# Control characters, marks that turn round the direction of all that follows, and breaks without a sign: none is text.
_UNSEEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_WITHOUT_SIGN: Final = re.compile("\u200b+")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EMPTY_LINES: Final = re.compile(r"\n[\n ]*\n")
_MARKS: Final = ("Mn", "Me")


def printed(content: Mapping[str, Any], checksum: str, besides: Besides = NOTHING) -> dict[str, Any]:
    """Give everything that the template prints: of a report's content, with the checksum it carries."""
    language, page = content.get("language", settings.LANGUAGE_CODE), older.page_of(content)
    steps = page["answers"]["steps"]
    with translation.override(language):
        size = _("effort: %(effort)s, impact: %(impact)s")
        return {
            "lang": language,
            "title": _("%(title)s, %(date)s") % {"title": page["title"], "date": content["date"]},
            "running": f"SourceFit · {page['title']} · {content['reference']}",
            "cover": _cover(content),
            "page": page
            | {
                "actions": [{**action, "size": size % action} for action in page["actions"]],
                "pressures": page["pressures"]
                | {"rows": [{**row, "of": _("%(score)s of 100") % row} for row in page["pressures"]["rows"]]},
                **{part: page.get(part) for part in ("plan", "risks", "rules")},
            },
            "monday": [_monday(action, besides) for action in page["one"]["monday"]],
            **_reasons(page["why"]),
            "shares": _shares(steps),
            "answers": [_step(step) for step in steps],
            "about": _about(content),
            "checksum": checksum,
            "beside": sentences(besides.adjustments),
            "additions": [_addition(addition) for addition in besides.additions],
            "words": _words(),
        }


def _monday(action: Mapping[str, Any], besides: Besides) -> dict[str, str]:
    """Say who does an action and by when: as it was put beside the report, or else as the report has it."""
    owner = besides.owners.get(action["key"])
    due = owner and owner.due
    return {
        "title": action["title"],
        "who": owner.name if owner and owner.name else "",
        "when": _("by %(date)s") % {"date": date_format(due, "DATE_FORMAT")} if due else action["when"],
    }


def _addition(addition: Addition) -> dict[str, Any]:
    return {
        "title": addition.title,
        "signed": addition.signed,
        "paragraphs": list(addition.paragraphs),
        "tables": [
            {
                "title": table.title,
                "heads": list(table.heads),
                "rows": [[worded(cell) for cell in row] for row in table.rows],
                "numbers": [
                    all(isinstance(row[place], int | float | Decimal) or row[place] is None for row in table.rows)
                    for place in range(len(table.heads))
                ],
            }
            for table in addition.tables
        ],
    }


def worded(cell: Cell) -> str:
    """Write a cell as a person reads it in the language in use."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case datetime():
            return date_format(timezone.localtime(cell), "DATETIME_FORMAT")
        case date():
            return date_format(cell, "DATE_FORMAT")
        case _number:
            return str(number_format(cell, use_l10n=True, force_grouping=True))


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text inside a value; keys and everything else stay."""
    match value:
        case str():
            return change(value)
        case Mapping():
            return {key: each_text(item, change) for key, item in value.items()}
        case list() | tuple():
            return [each_text(item, change) for item in value]
        case _number_or_none:
            return value


def settable(text: str) -> str:
    """Leave out what is no text, and shorten what nobody writes: heaps of marks on one letter, pages of empty lines."""
    if not text.isascii():
        text = _NO_CHARACTER.sub(REPLACEMENT, _WITHOUT_SIGN.sub("", text))
        text = "".join(_without_heaps(text))
    text = _UNSEEN.sub(" ", text)
    lines = _EMPTY_LINES.sub("\n\n", text).split("\n")
    return (
        "\n".join((*lines[:MOST_BREAKS], " ".join(lines[MOST_BREAKS:])))
        if len(lines) > MOST_BREAKS
        else "\n".join(lines)
    )


def _without_heaps(text: str) -> Iterator[str]:
    heap = 0
    for character in text:
        heap = heap + 1 if unicodedata.category(character) in _MARKS else 0
        if heap <= MOST_MARKS:
            yield character


def _cover(content: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"title": _("Prepared for"), "text": content["organisation"] or _("You")},
        {"title": _("Prepared by"), "text": _("SourceFit, from your answers")},
        {"title": _("Date"), "text": content["date"]},
        {"title": _("Report"), "text": content["reference"]},
    ]


def _about(content: Mapping[str, Any]) -> str:
    sentences = [
        _("Report %(reference)s, made on %(date)s with questionnaire %(edition)s and method %(method)s.")
        % {name: content[name] for name in ("reference", "date", "edition", "method")},
        _("Its content is kept as it was and carries this SHA-256 checksum:"),
    ]
    if content["organisation"]:
        sentences.insert(0, _("Prepared for %(organisation)s.") % {"organisation": content["organisation"]})
    return " ".join(sentences)


def _reasons(why: Mapping[str, Any]) -> dict[str, Any]:
    """Give the tables that the page folds away, with each reason that stands in several of them printed once, apart."""
    tables = [("", why["contrast"])] if why["contrast"] else []
    tables += [(other["title"], other["pulls"]) for other in why["others"]]
    drawn = [function[name] for function in why["functions"] for name in ("pulls", "contrast") if function[name]]
    rows = [row for pulls in (*(pulls for _title, pulls in tables), *drawn) for row in pulls["rows"] if row["reason"]]
    counts = Counter((row["label"], row["reason"], row["source"]) for row in rows)
    meanings = Counter(label for label, _reason, _source in counts)
    shared = {reason for reason, count in counts.items() if count > 1 and meanings[reason[0]] == 1}

    def without_shared(pulls: Mapping[str, Any]) -> dict[str, Any]:
        short = [
            {**row, "reason": "", "source": 0} if (row["label"], row["reason"], row["source"]) in shared else row
            for row in pulls["rows"]
        ]
        return {**pulls, "rows": short}

    return {
        "others": [{"title": title or pulls["title"], "pulls": without_shared(pulls)} for title, pulls in tables],
        "functions": [
            _function(
                function,
                without_shared(function["pulls"]),
                without_shared(function["contrast"]) if function["contrast"] else None,
            )
            for function in why["functions"]
        ],
        "reasons": [{"label": label, "reason": reason, "source": source} for label, reason, source in sorted(shared)],
    }


def _function(
    function: Mapping[str, Any], pulls: Mapping[str, Any], contrast: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Put what made a function's score beside what made its lead, so that each answer is named once."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for points, sums in (("points", pulls), ("lead", contrast or {"rows": ()})):
        for row in sums["rows"]:
            key = (row["label"], row["reason"], row["source"])
            blank = {"label": key[0], "reason": key[1], "source": key[2], "points": "–", "lead": "–"}
            rows.setdefault(key, blank)[points] = row["points"]
    return {
        **{name: function[name] for name in ("name", "model", "label", "score", "verdict", "held", "steps", "notes")},
        **{name: pulls[name] for name in ("total", "sum_label")},
        "rows": list(rows.values()),
        "versus": contrast and {name: contrast[name] for name in ("title", "total", "sum_label")},
    }


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    """Put the answers about functions under their question, so that each question is printed once."""
    notes = {note["question"]: note["note"] for note in step["notes"]}
    rows = [
        {
            "question": row["question"],
            "answers": [{"about": "", "text": row["answer"], "is_blank": row["is_blank"]}],
            "note": row["note"],
        }
        for row in step["rows"]
    ]
    by_question: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for function in step["functions"]:
        for row in function["rows"]:
            by_question.setdefault(row["question"], []).append((function["name"], row))
    rows += [
        {"question": question, "answers": _grouped(answers), "note": notes.pop(question, "")}
        for question, answers in by_question.items()
    ]
    rows += [{"question": question, "answers": [], "note": note} for question, note in notes.items()]
    return {"title": step["title"], "state": step["state"], "rows": rows}


def _shares(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List once how much time each function takes; the page says it at every step."""
    shares = {function["name"]: function["share"] for step in steps for function in step["functions"]}
    return _grouped([(name, {"answer": share, "is_blank": False}) for name, share in shares.items()])


def _grouped(answers: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Name functions with the same answer together."""
    alike: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for name, row in answers:
        alike.setdefault(row["answer"], (row, []))[1].append(name)
    return [
        {"about": "; ".join(names), "text": row["answer"], "is_blank": row["is_blank"]} for row, names in alike.values()
    ]


def _words() -> dict[str, Any]:
    return {
        "models": {**LABELS, "own": _("In-house"), "unsure": _("Not clear yet")},
        "page_of": _("{n} of {of}"),
        "contents": _("In this report"),
        "where": _("Where"),
        "your_note": _("Your note:"),
        "about": _("About this report"),
        **_section_words(),
        **_table_words(),
    }


def _section_words() -> dict[str, str]:
    return {
        "of_time": _("of the time"),
        "monday": _("Monday morning"),
        "say_who": _("Say who"),
        "pressures": _("What presses you"),
        "no_advice": _("your answers, not advice"),
        "check": _("Check first"),
        "scores": _("Fit of each model"),
        "plan": _("Plan"),
        "gate": _("Done when:"),
        "risks": _("Risks, and the way out"),
        "likely": _("How likely"),
        "sign": _("First sign"),
        "watch": _("Who watches"),
        "contract": _("What belongs in the contract"),
        "rules": _("Rules to check, no advice"),
        "besides": _("Put beside this report"),
        "sure": _("How sure is this?"),
        "map": _("Function by function"),
        "map_key": _("Filled mark: what we advise. Dotted line: 50, no sign either way."),
        "technology_layer": _("With a technology layer"),
        "automate": _("Or let a program do it"),
        "why": _("Why this result"),
        "change": _("What would change it"),
        "worth_answering": _("Worth answering"),
        "demands": _("What to ask of a partner"),
        "demands_lead": _("None of these changed a score. They decide how you contract and what you watch."),
        "checklist": _("Questions for providers"),
        "checklist_lead": _("Ask each of them the same. Write down the answer, not the impression."),
        "partner": _("Who, where and at what price"),
        "judge_by": _("Judge it by"),
        "drawbacks": _("What to expect, and how to lessen it"),
        "actions": _("What to do first"),
        "other_scores": _("Why the other models stand where they do"),
        "reasons": _("The reasons for each function"),
        "held": _("What holds it at “prepare first”, and what lifts that"),
        "steps": _("What to do next"),
        "figures": _("Fit scores of every function"),
        "what_answers_say": _("What these answers say"),
        "more_demands": _("More to ask of a partner"),
        "answers": _("All your answers"),
        "sources": _("Sources"),
    }


def _table_words() -> dict[str, str]:
    return {
        "model": _("Model"),
        "score": _("Score"),
        "in_words": _("In words"),
        "axis_against": _("0 against"),
        "axis_no_sign": _("50 no sign"),
        "axis_in_favour": _("100 in favour"),
        "function": _("Function"),
        "to_whom": _("To whom, fit of 100"),
        "start": _("Can you start?"),
        "firm": _("How firm"),
        "firm_note": _("Firm, fair or open says how well the advice holds when answers and weights shift."),
        "weighs": _("What weighs most"),
        "best_fit": _("Best fit"),
        "evidence": _("Evidence"),
        "no_score": _("No score yet"),
        "beside": _("Beside the computed result"),
        "answer": _("What you told us"),
        "points": _("Points"),
        "two_sums": _("points of the score | of the lead"),
        "takes_off": _("takes off"),
        "adds": _("adds"),
        "good_answer": _("A good answer sounds like"),
    }

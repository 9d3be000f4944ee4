"""What is printed: a report's frozen content with the words around it, in the shape its template takes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS

# What people put beside the results, as finished sentences: by the key of a function, or "" for the whole report.
Beside: TypeAlias = Mapping[str, Sequence[str]]
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
LONGEST_WORD: Final = 30
# Control characters, and the marks that turn round the direction of all that follows: neither is text.
_UNSEEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LONG_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD},}}")
_FAR: Final = re.compile(r"[^\n -~\xa0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u2212\u200b\ufffd]")
_STEADY: Final = frozenset(("Mn", "Mc", "Me", "Cf"))


def printed(told: Mapping[str, Any], checksum: str, beside: Beside) -> dict[str, Any]:
    """Give everything that the template prints; `told` is a report's content, `checksum` the one it carries."""
    language = told.get("language", settings.LANGUAGE_CODE)
    with translation.override(language):
        values = {
            "lang": language,
            "title": _title(told),
            "eyebrow": " · ".join(_names(told)),
            "running": f"SourceFit · {told['page']['title']} · {told['reference']}",
            "cover": _cover(told),
            "page": told["page"] | {"actions": [_action(one) for one in told["page"]["actions"]]},
            **_reasons(told["page"]["why"]),
            "shares": _shares(told["page"]["answers"]["steps"]),
            "answers": [_step(step) for step in told["page"]["answers"]["steps"]],
            "about": " ".join(_about(told)),
            "checksum": checksum,
            "beside": {key: list(said) for key, said in beside.items()},
            "words": _words(),
        }
    cleaned: dict[str, Any] = each_text(values, settable)
    return cleaned


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text inside a value; keys and everything else stay."""
    match value:
        case str():
            return change(value)
        case Mapping():
            return {key: each_text(one, change) for key, one in value.items()}
        case list() | tuple():
            return [each_text(one, change) for one in value]
        case _number_or_none:
            return value


def settable(text: str) -> str:
    """Leave out what is no text, and let a word that no line can hold be broken."""
    if not text.isascii() or not text.isprintable():
        text = _NO_CHARACTER.sub(REPLACEMENT, _UNSEEN.sub(" ", text))
    return _LONG_WORD.sub(_breakable, text) if len(text) > LONGEST_WORD else text


def plainest(text: str) -> str:
    """Keep only what every font has: for text so odd that its holes can't be found one by one."""
    return _FAR.sub(REPLACEMENT, text)


def _breakable(found: re.Match[str]) -> str:
    """Let a line end after every eighth character, though not within what is drawn as one."""
    text = found[0]
    parts = [text[:8]]
    for start in range(8, len(text), 8):
        is_apart = unicodedata.category(text[start]) not in _STEADY and unicodedata.category(text[start - 1]) != "Cf"
        parts.append(("\N{ZERO WIDTH SPACE}" if is_apart else "") + text[start : start + 8])
    return "".join(parts)


def _title(told: Mapping[str, Any]) -> str:
    return _("%(title)s, %(date)s") % {"title": told["page"]["title"], "date": told["date"]}


def _names(told: Mapping[str, Any]) -> Iterator[str]:
    yield _("Questionnaire %(edition)s") % {"edition": told["edition"]}
    yield _("Report %(reference)s") % {"reference": told["reference"]}


def _cover(told: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"title": _("Prepared for"), "text": told["organisation"] or _("You")},
        {"title": _("Prepared by"), "text": _("SourceFit, from your answers")},
        {"title": _("Reference"), "text": told["reference"]},
        {"title": _("Date"), "text": told["date"]},
    ]


def _about(told: Mapping[str, Any]) -> Iterator[str]:
    if told["organisation"]:
        yield _("Prepared for %(organisation)s.") % {"organisation": told["organisation"]}
    yield _("Report %(reference)s, made on %(date)s with questionnaire %(edition)s and method %(method)s.") % {
        name: told[name] for name in ("reference", "date", "edition", "method")
    }
    yield _("Its content is kept as it was and carries this SHA-256 checksum:")


def _action(told: Mapping[str, Any]) -> dict[str, Any]:
    size = _("Effort: %(effort)s. Impact: %(impact)s.") % {"effort": told["effort"], "impact": told["impact"]}
    return {**told, "size": size}


def _reasons(why: Mapping[str, Any]) -> dict[str, Any]:
    """Give the tables that the page folds away, with each reason that stands in several of them said once, apart."""
    tables = [("", why["contrast"])] if why["contrast"] else []
    tables += [(other["title"], other["pulls"]) for other in why["others"]]
    drawn = [one[name] for one in why["functions"] for name in ("pulls", "contrast") if one[name]]
    rows = [row for pulls in (*(pulls for _title, pulls in tables), *drawn) for row in pulls["rows"] if row["reason"]]
    counts = Counter((row["label"], row["reason"], row["source"]) for row in rows)
    meanings = Counter(label for label, _reason, _source in counts)
    shared = {said for said, count in counts.items() if count > 1 and meanings[said[0]] == 1}

    def short(pulls: Mapping[str, Any]) -> dict[str, Any]:
        return {**pulls, "rows": [_unless(row, shared) for row in pulls["rows"]]}

    return {
        "others": [{"title": title or pulls["title"], "pulls": short(pulls)} for title, pulls in tables],
        "functions": [
            _drawer(one, short(one["pulls"]), one["contrast"] and short(one["contrast"])) for one in why["functions"]
        ],
        "reasons": [{"label": label, "reason": reason, "source": source} for label, reason, source in sorted(shared)],
    }


def _drawer(told: Mapping[str, Any], pulls: Mapping[str, Any], versus: Mapping[str, Any] | None) -> dict[str, Any]:
    """Put what made a function's score beside what made its lead, so that each answer is named once."""
    said: dict[tuple[str, str, int], dict[str, Any]] = {}
    for points, sums in (("points", pulls), ("lead", versus or {"rows": ()})):
        for row in sums["rows"]:
            key = (row["label"], row["reason"], row["source"])
            blank = {"label": key[0], "reason": key[1], "source": key[2], "points": "–", "lead": "–"}
            said.setdefault(key, blank)[points] = row["points"]
    about = {name: told[name] for name in ("name", "model", "label", "score", "verdict", "notes")}
    sums = {name: pulls[name] for name in ("total", "sum_label")}
    return {
        **about,
        **sums,
        "rows": list(said.values()),
        "versus": versus and {name: versus[name] for name in ("title", "total", "sum_label")},
    }


def _unless(row: Mapping[str, Any], shared: Collection[tuple[str, str, int]]) -> Mapping[str, Any]:
    is_shared = (row["label"], row["reason"], row["source"]) in shared
    return {**row, "reason": "", "source": 0} if is_shared else row


def _step(told: Mapping[str, Any]) -> dict[str, Any]:
    """Put the answers about functions under their question, so that each question is printed once."""
    notes = {note["question"]: note["note"] for note in told["notes"]}
    rows = [_row(row["question"], [_answer(row)], row["note"]) for row in told["rows"]]
    asked: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for about in told["functions"]:
        for row in about["rows"]:
            asked.setdefault(row["question"], []).append((about["name"], row))
    rows += [_row(question, _alike(said), notes.pop(question, "")) for question, said in asked.items()]
    rows += [_row(question, [], note) for question, note in notes.items()]
    return {"title": told["title"], "state": told["state"], "rows": rows}


def _shares(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Say once how much time each function takes; the page says it at every step."""
    told = {about["name"]: about["share"] for step in steps for about in step["functions"]}
    return _alike([(name, {"answer": share, "is_blank": False}) for name, share in told.items()])


def _row(question: str, answers: list[dict[str, Any]], note: str) -> dict[str, Any]:
    return {"question": question, "answers": answers, "note": note}


def _answer(row: Mapping[str, Any], about: str = "") -> dict[str, Any]:
    return {"about": about, "text": row["answer"], "is_blank": row["is_blank"]}


def _alike(said: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Name functions that were given the same answer together."""
    alike: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for name, row in said:
        alike.setdefault(row["answer"], (row, []))[1].append(name)
    return [_answer(row, "; ".join(names)) for row, names in alike.values()]


def _words() -> dict[str, Any]:
    return {
        "models": {**LABELS, "own": _("In-house"), "unsure": _("Not clear yet")},
        "dash": "–",
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
        "sure": _("How sure is this?"),
        "map": _("Function by function"),
        "map_share": _("The share is the working time you gave each group."),
        "map_key": _("Filled mark: what we advise. Dotted line: 50, no sign either way."),
        "technology_layer": _("With a technology layer"),
        "why": _("Why this result"),
        "change": _("What would change it"),
        "worth_answering": _("Worth answering"),
        "demands": _("What to ask of a partner"),
        "demands_lead": _("None of these changed a score. They decide how you contract and what you watch."),
        "checklist": _("Questions for providers"),
        "checklist_lead": _("Ask each of them the same. Write down the answer, not the impression."),
        "partner": _("Who, where and at what price"),
        "pilot": _("Start small"),
        "judge_by": _("Judge it by"),
        "drawbacks": _("What to expect, and how to lessen it"),
        "actions": _("What to do first"),
        "other_scores": _("Why the other models stand where they do"),
        "reasons": _("The reasons for each function"),
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
        "best_fit": _("Best fit"),
        "readiness": _("Readiness"),
        "evidence": _("Evidence"),
        "no_score": _("No score yet"),
        "beside": _("Beside the computed result"),
        "told": _("What you told us"),
        "points": _("Points"),
        "two_sums": _("points of the score | of the lead"),
        "takes_off": _("takes off"),
        "adds": _("adds"),
        "ask": _("Ask"),
        "good_answer": _("A good answer sounds like"),
        "for_models": _("For"),
    }

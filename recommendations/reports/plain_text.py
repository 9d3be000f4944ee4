"""A report's content as plain text, for a terminal or a mail."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill, indent
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS
from recommendations.reports.older import page_of

WIDTH: Final = 88

Lines = Iterator[str]
Piece = Mapping[str, Any]


def plain_text(content: Piece) -> str:
    """Write the same words and numbers as the page, in the same order."""
    page = page_of(content)
    head = (page["title"], content["date"], content["edition"], content["reference"])
    outcome = "".join(f"\n\n{_wrap(text)}" for text in (page["outcome"], page["lead"]) if text)
    blocks = [
        f"{' · '.join(part for part in head if part)}{outcome}\n",
        *_scores(page),
        *_functions(page["map"]),
        *_why(page["why"]),
        *_change(page["change"]),
        *_demands(page),
        *_what_to_do(page),
        *_answers(page),
    ]
    return "\n".join(blocks)


def _wrap(text: str, margin: str = "") -> str:
    return fill(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)


def _title(text: str) -> str:
    return f"\n{text}\n{'-' * len(text)}"


def _scores(page: Piece) -> Lines:
    for score in page["scores"]:
        note = ", ".join(part for part in (score["words"], score["coverage"], score["note"]) if part)
        band = f" ({score['low']}–{score['high']})" if score["width"] else ""
        yield f"  {score['name']:<9}{score['score']:>4}{band:<10} {note}"
    yield ""
    yield _wrap(page["scores_note"])
    yield _title(_("What presses you"))
    yield _wrap(page["pressures"]["lead"])
    for row in page["pressures"]["rows"]:
        yield _wrap(f"{row['name']}: {row['words']} ({row['score']}). {row['text']}", "  ")
    yield _title(_("How sure is this?"))
    yield _wrap(page["sure"]["summary"])
    for fact in page["sure"]["facts"]:
        yield _wrap(f"{fact['title']}: {fact['big']}. {fact['text']}", "  ")
    yield _wrap(page["sure"]["note"])


def _functions(function_map: Piece) -> Lines:
    yield _title(_("Function by function"))
    yield _wrap(function_map["summary"])
    for group in function_map["groups"]:
        yield f"\n{group['title']}" + (f" ({group['share']})" if group["share"] else "")
        for row in group["rows"]:
            best = " ".join(part for part in (row["label"], row["score"]) if part) or _("no score yet")
            state = row["words"] + (f": {row['note']}" if row["note"] else "")
            line = f"  {row['name']} — {best}, {state}"
            yield fill(line, WIDTH, subsequent_indent="    ", break_on_hyphens=False)
            yield _wrap(row["no_score"] or row["description"], "    ")
    for text in (function_map["enabler"], function_map["automate"], function_map["mix"]):
        if text:
            yield ""
            yield _wrap(text)


def _why(why: Piece) -> Lines:
    yield _title(_("Why this result"))
    yield _wrap(why["summary"])
    yield _pulls(why["pulls"])
    if why["contrast"]:
        yield _pulls(why["contrast"])
    for other in why["others"]:
        yield _pulls(other["pulls"])
    for function in why["functions"]:
        yield f"\n{function['name']}"
        for text in (function["verdict"], *function["notes"]):
            yield _wrap(text, "  ")
        for cap in function["held"]:
            yield _wrap(f"- {cap['title']} {cap['text']}", "  ")
        for number, step in enumerate(function["steps"], start=1):
            yield _wrap(f"{number}. {step['title']}", "  ")
            yield _wrap(step["text"], "     ")
        yield indent(_pulls(function["pulls"]), "  ")
        if function["contrast"]:
            yield indent(_pulls(function["contrast"]), "  ")


def _pulls(pulls: Piece) -> str:
    lines = [f"\n{pulls['title']}"]
    for row in pulls["rows"]:
        source = f" [{row['source']}]" if row["source"] else ""
        lines.append(f"  {row['points']:>6}  {row['label']}")
        if row["reason"]:
            lines.append(_wrap(f"{row['reason']}{source}", " " * 10))
    lines.append(f"  {pulls['total']:>6}  {pulls['sum_label']}")
    return "\n".join(lines)


def _change(change: Piece) -> Lines:
    yield _title(_("What would change it"))
    yield _wrap(change["summary"])
    yield from _numbered([(turn["title"], turn["text"]) for turn in change["turns"]])
    if change["open"]:
        yield ""
        yield _wrap(change["open_summary"])
        yield from _numbered(
            [
                (f"{row['text']} ({row['about']})" if row["about"] else row["text"], f"{row['why']} · {row['because']}")
                for row in change["open"]
            ]
        )


def _numbered(items: Sequence[tuple[str, str]]) -> Lines:
    for number, (title, text) in enumerate(items, start=1):
        yield f"\n{number:>3}. {title}"
        yield _wrap(text, "     ")


def _demands(page: Piece) -> Lines:
    yield _title(_("What to ask of a partner"))
    if page["no_demands"]:
        yield _wrap(page["no_demands"])
    for group in page["demands"]:
        yield f"\n{group['title']}"
        for row in (*group["rows"], *group["more"]):
            models = f" ({', '.join(LABELS[model] for model in row['models'])})" if row["models"] else ""
            yield f"  - {row['title']}{models}"
            yield _wrap(row["text"], "    ")
            yield _wrap(row["because"], "    ")
    if page["checklist"]:
        yield _title(_("Questions for providers"))
        for ask in page["checklist"]:
            models = ", ".join(label for model, label in LABELS.items() if ask[model])
            yield _wrap(f"- {ask['text']} ({models})", "  ")
            yield _wrap(ask["good"], "    ")


def _what_to_do(page: Piece) -> Lines:
    """Whom to look for, where and at what price; risks; the plan; and the first actions."""
    if partner := page["partner"]:
        yield _title(_("Who, where and at what price"))
        for advice in (partner["partner"], partner["location"]):
            yield _wrap(f"{advice['title']}. {advice['text']}")
        for advice in partner["elsewhere"]:
            yield _wrap(f"{advice['title']}. {advice['text']}")
        for price in partner["prices"]:
            yield _wrap(f"{price['name']}: {price['first']}. {price['text']}", "  ")
    yield from _risks(page["risks"])
    yield from _plan(page["plan"])
    if page["drawbacks"]:
        for group in page["drawbacks"]:
            yield f"\n{group['name']}"
            for row in group["rows"]:
                yield _wrap(f"- {row['text']} {row['remedy']}", "  ")
    yield _title(_("What to do first"))
    yield _wrap(page["actions_lead"])
    sizes = _("effort: %(effort)s, impact: %(impact)s")
    actions = [
        (
            action["title"],
            f"{action['text']} {action['because']} · "
            + sizes % {"effort": action["effort"], "impact": action["impact"]},
        )
        for action in page["actions"]
    ]
    yield from _numbered(actions)


def _risks(risks: Piece | None) -> Lines:
    if not risks:
        return
    yield _title(_("Risks, and the way out"))
    yield _wrap(risks["lead"])
    for risk in risks["rows"]:
        yield _wrap(f"- {risk['title']} ({risk['likely']}). {risk['text']}", "  ")
        yield _wrap(f"{_('First sign:')} {risk['sign']} {_('Who watches:')} {risk['watch']}.", "    ")
    for point in risks["contract"]:
        texts = " ".join(text["text"] for text in point["texts"])
        yield _wrap(f"- {point['title']}: {texts} {point['because']}", "  ")


def _plan(plan: Piece | None) -> Lines:
    if not plan:
        return
    yield _title(_("Plan"))
    yield _wrap(plan["summary"])
    for measure in plan["measures"]:
        yield _wrap(f"- {measure['text']}", "  ")
    for entry in (*plan["plans"], *plan["keep"]):
        yield f"\n{entry['title']}"
        for role in entry.get("roles", ()):
            yield _wrap(f"{role['role']}: {role['who']}", "  ")
        for stage in entry["stages"]:
            gate = f"{_('Done when:')} {stage['gate']}" if stage["gate"] else ""
            text = " ".join(part for part in (stage["text"], gate) if part)
            yield _wrap(f"{stage['when']}: {stage['title']}. {text}", "  ")


def _answers(page: Piece) -> Lines:
    answers = page["answers"]
    yield _title(_("All your answers"))
    yield _wrap(answers["summary"])
    for step in answers["steps"]:
        yield f"\n{step['title']} ({step['state']})"
        yield from _answer_rows(step["rows"])
        for about in step["functions"]:
            yield f"\n  {about['name']} ({about['share']})"
            yield from _answer_rows(about["rows"])
    if answers["skipped"]:
        yield ""
        yield _wrap(answers["skipped"])
    yield _title(_("Sources"))
    for source in page["sources"]:
        yield _wrap(
            " ".join(filter(None, (f"[{source['number']}] {source['title']}", source.get("address", "")))), "  "
        )


def _answer_rows(rows: Sequence[Piece]) -> Lines:
    for row in rows:
        yield _wrap(row["question"], "    ")
        yield _wrap(f"{row['answer']}{' — ' + row['note'] if row['note'] else ''}", "      ")

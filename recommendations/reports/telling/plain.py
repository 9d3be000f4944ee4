"""A report's content as plain text, for a terminal or a mail."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill, indent
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.edition.sourcing_models import LABELS

WIDTH: Final = 88


def plain_text(content: Mapping[str, Any]) -> str:
    """Write the same words and numbers as the page, in the same order."""
    page = content["page"]
    blocks = [
        _head(content),
        *_scores(page),
        *_sure(page["sure"]),
        *_map(page["map"]),
        *_why(page["why"]),
        *_change(page["change"]),
        *_demands(page),
        *_partner(page["partner"]),
        *_pilot(page),
        *_actions(page),
        *_answers(page["answers"]),
        *_sources(page["sources"]),
    ]
    return "\n".join(blocks)


def _head(content: Mapping[str, Any]) -> str:
    page = content["page"]
    line = " · ".join(
        part for part in (page["title"], content["date"], content["edition"], content["reference"]) if part
    )
    return (
        f"{line}\n\n{_wrapped(page['outcome'])}\n\n{_wrapped(page['lead'])}\n"
        if page["lead"]
        else f"{line}\n\n{_wrapped(page['outcome'])}\n"
    )


def _wrapped(text: str, margin: str = "") -> str:
    return fill(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)


def _title(text: str) -> str:
    return f"\n{text}\n{'-' * len(text)}"


def _scores(page: Mapping[str, Any]) -> Iterator[str]:
    for score in page["scores"]:
        note = ", ".join(part for part in (score["words"], score["coverage"], score["note"]) if part)
        band = f" ({score['low']}–{score['high']})" if score["width"] else ""
        yield f"  {score['name']:<9}{score['score']:>4}{band:<10} {note}"
    yield ""
    yield _wrapped(page["scores_note"])


def _sure(sure: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("How sure is this?"))
    yield _wrapped(sure["summary"])
    for fact in sure["facts"]:
        yield _wrapped(f"{fact['title']}: {fact['big']}. {fact['text']}", "  ")
    yield _wrapped(sure["note"])


def _map(told: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("Function by function"))
    yield _wrapped(told["summary"])
    for group in told["groups"]:
        yield f"\n{group['title']}" + (f" ({group['share']})" if group["share"] else "")
        for row in group["rows"]:
            yield _row(row)
    for text in (told["enabler"], told["mix"]):
        if text:
            yield ""
            yield _wrapped(text)


def _row(row: Mapping[str, Any]) -> str:
    best = " ".join(part for part in (row["label"], row["score"]) if part) or _("no score yet")
    state = row["words"] + (f": {row['note']}" if row["note"] else "")
    line = f"  {row['name']} — {best}, {state}"
    detail = row["no_score"] or row["description"]
    return f"{fill(line, WIDTH, subsequent_indent='    ', break_on_hyphens=False)}\n{_wrapped(detail, '    ')}"


def _why(why: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("Why this result"))
    yield _wrapped(why["summary"])
    yield _pulls(why["pulls"])
    if why["contrast"]:
        yield _pulls(why["contrast"])
    for other in why["others"]:
        yield _pulls(other["pulls"])
    for drawer in why["functions"]:
        yield f"\n{drawer['name']}"
        for text in (drawer["verdict"], *drawer["notes"]):
            yield _wrapped(text, "  ")
        yield indent(_pulls(drawer["pulls"]), "  ")
        if drawer["contrast"]:
            yield indent(_pulls(drawer["contrast"]), "  ")


def _pulls(pulls: Mapping[str, Any]) -> str:
    lines = [f"\n{pulls['title']}"]
    for row in pulls["rows"]:
        source = f" [{row['source']}]" if row["source"] else ""
        lines.append(f"  {row['points']:>6}  {row['label']}")
        if row["reason"]:
            lines.append(_wrapped(f"{row['reason']}{source}", " " * 10))
    lines.append(f"  {pulls['total']:>6}  {pulls['sum_label']}")
    return "\n".join(lines)


def _change(change: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("What would change it"))
    yield _wrapped(change["summary"])
    yield from _numbered((turn["title"], turn["text"]) for turn in change["turns"])
    if change["open"]:
        yield ""
        yield _wrapped(change["open_summary"])
        yield from _numbered(
            (f"{one['text']} ({one['about']})" if one["about"] else one["text"], one["why"]) for one in change["open"]
        )


def _numbered(items: Any) -> Iterator[str]:
    for number, (title, text) in enumerate(items, start=1):
        yield f"\n{number:>3}. {title}"
        yield _wrapped(text, "     ")


def _demands(page: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("What to ask of a partner"))
    if page["no_demands"]:
        yield _wrapped(page["no_demands"])
    for group in page["demands"]:
        yield f"\n{group['title']}"
        for row in (*group["rows"], *group["more"]):
            models = f" ({', '.join(model.upper() for model in row['models'])})" if row["models"] else ""
            yield f"  - {row['title']}{models}"
            yield _wrapped(row["text"], "    ")
            yield _wrapped(row["because"], "    ")
    if page["checklist"]:
        yield _title(_("Questions for providers"))
        for ask in page["checklist"]:
            models = ", ".join(model.upper() for model in LABELS if ask[model])
            yield _wrapped(f"- {ask['text']} ({models})", "  ")
            yield _wrapped(ask["good"], "    ")


def _partner(partner: Mapping[str, Any] | None) -> Iterator[str]:
    if partner is None:
        return
    yield _title(_("Who, where and at what price"))
    for advice in (partner["partner"], partner["location"]):
        yield _wrapped(f"{advice['title']}. {advice['text']}")
    for advice in partner["elsewhere"]:
        yield _wrapped(f"{advice['title']} {advice['text']}")
    for price in partner["prices"]:
        yield _wrapped(f"{price['name']}: {price['first']}. {price['text']}", "  ")


def _pilot(page: Mapping[str, Any]) -> Iterator[str]:
    pilot = page["pilot"]
    if pilot is None:
        return
    yield _title(_("Start small"))
    yield _wrapped(pilot["summary"])
    for measure in pilot["measures"]:
        yield _wrapped(f"- {measure}", "  ")
    for stage in pilot["stages"]:
        yield _wrapped(f"{stage['when']}: {stage['title']}. {stage['text']}", "  ")
    for group in page["drawbacks"]:
        yield f"\n{group['name']}"
        for row in group["rows"]:
            yield _wrapped(f"- {row['text']} {row['remedy']}", "  ")


def _actions(page: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("What to do first"))
    yield _wrapped(page["actions_lead"])
    yield from _numbered(
        (
            one["title"],
            f"{one['text']} {one['because']} "
            + _("Effort: %(effort)s. Impact: %(impact)s.") % {"effort": one["effort"], "impact": one["impact"]},
        )
        for one in page["actions"]
    )


def _answers(answers: Mapping[str, Any]) -> Iterator[str]:
    yield _title(_("All your answers"))
    yield _wrapped(answers["summary"])
    for step in answers["steps"]:
        yield f"\n{step['title']} ({step['state']})"
        yield from _said(step["rows"])
        for about in step["functions"]:
            yield f"\n  {about['name']} ({about['share']})"
            yield from _said(about["rows"])
    if answers["skipped"]:
        yield ""
        yield _wrapped(answers["skipped"])


def _said(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield _wrapped(row["question"], "    ")
        yield _wrapped(f"{row['answer']}{' — ' + row['note'] if row['note'] else ''}", "      ")


def _sources(sources: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _title(_("Sources"))
    for source in sources:
        yield _wrapped(f"[{source['number']}] {source['title']}", "  ")

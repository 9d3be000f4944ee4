"""What a step asks, as cards: one for each function with what is usual, what was said and what is open; one for the company."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.answering.forms.step import CONFIRMED, NOTE, SHARE, ConfirmField, ShareField, StepForm, field_name
from assessments.answering.remarks import Remark
from assessments.answering.wording import answer_text, blank_answers, decides, only_if
from assessments.edition import flow

FEW = 5  # choices that stand side by side
BAR = 13  # pixels from one bar of the little chart to the next


def cards(
    form: StepForm, remarks: Mapping[str, Iterable[Remark]], *, chooses_usual: bool = True
) -> list[dict[str, Any]]:
    """List the functions' cards in the order they were chosen, and the company's at the end.

    `chooses_usual` marks a typical answer as chosen, so that it is sent along; only a page that also sends `seen` can
    tell it from one that was given.
    """
    columns = form.of_scope(flow.Scope.FUNCTION)
    functions = form.sheet.functions if columns else ()
    every = [_function_card(form, one, columns, chooses_usual=chooses_usual) for one in functions]
    # In a step that asks nothing about a function it has no card.
    listed = [card for card in every if card["usual"] or card["told"] or card["asks"]]
    if form.of_scope(flow.Scope.ORGANISATION):
        listed.append(_business_card(form, remarks))
    return listed


def states(form: StepForm) -> list[dict[str, Any]]:
    """Say of each card how far it is, for a page that is open already."""
    return [{"id": card["id"], "state": card["state"]} for card in cards(form, {})]


def notes(form: StepForm) -> list[dict[str, Any]]:
    """Give the notes on the questions about functions; each is about all of them."""
    with_own = any(function.is_own for function in form.sheet.functions)
    return [
        {"question": question, "note": _value(form, f"{NOTE}{question.key}")}
        for question in form.of_scope(flow.Scope.FUNCTION)
        if with_own or not question.own_functions_only
    ]


def _function_card(
    form: StepForm, function: flow.Selected, columns: list[flow.Question], *, chooses_usual: bool
) -> dict[str, Any]:
    edition = form.sheet.edition
    confirm = form.parts.get(f"{function.key}--{CONFIRMED}")
    covered = confirm.places if isinstance(confirm, ConfirmField) else {}
    usual: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    asks: list[dict[str, Any]] = []
    for place, answer in covered.items():
        row = _row(form, edition.question_by_key[place[1]], function)
        if not form.is_asked(place, form.likely) and not row["is_later"]:
            continue  # asked only after an answer that was given otherwise
        row["words"] = _words(row["question"], row["value"] or answer)
        row["is_assumed"] = not row["stored"] and row["value"] in {"", answer}
        if chooses_usual:
            row["chosen"] = row["value"] or answer
        usual.append(row)
    for question in columns:
        if (function.key, question.key) in covered or not form.is_shown(question, function):
            continue
        row = _row(form, question, function)
        if (function.key, question.key) in form.usual and chooses_usual:
            # Asked only after another answer of this page, so no card's tick covers it: it is chosen by hand or stays assumed.
            row["typical"] = form.usual[function.key, question.key]
        (told if row["stored"] and not row["error"] else asks).append(row)
    answered = [*told]
    if form.asks_share:
        (usual or told).append(_share_row(form, function))
    listed = edition.function_by_key.get(function.key)
    is_assumed = any(row["is_assumed"] and not row.get("is_later") for row in usual)
    return {
        "id": f"{form.step.slug}_{function.key}",
        "name": function.name,
        "in_sentence": (listed.in_sentence if listed else "") or function.name,
        "usual": usual,
        "told": told,
        "asks": asks,
        "asks_title": _("What only you can say"),
        "told_title": _("What you told us") if answered else _("Unless you change it"),
        "confirm": _value(form, f"{function.key}--{CONFIRMED}") if confirm else None,
        "slug": form.step.slug,
        "is_assumed": is_assumed,
        "state": _state(answered, asks, has_usual=bool(covered), is_assumed=is_assumed),
    }


def _business_card(form: StepForm, remarks: Mapping[str, Iterable[Remark]]) -> dict[str, Any]:
    told: list[dict[str, Any]] = []
    asks: list[dict[str, Any]] = []
    for question in form.of_scope(flow.Scope.ORGANISATION):
        if not form.is_shown(question):
            continue
        row = _row(form, question, None)
        row["note"] = _value(form, f"{NOTE}{question.key}")
        row["remarks"] = [("", remark) for remark in remarks.get(question.key, ())]
        is_settled = row["stored"] and not row["error"] and not row["note"]["error"] and not row["remarks"]
        (told if is_settled else asks).append(row)
    return {
        "id": f"{form.step.slug}_",
        "name": _("Your business as a whole"),
        "usual": [],
        "told": told,
        "asks": asks,
        "told_title": _("What you told us"),
        "state": _state(told, asks),
    }


def _row(form: StepForm, question: flow.Question, function: flow.Selected | None) -> dict[str, Any]:
    edition = form.sheet.edition
    place = (function.key if function else flow.ORGANISATION, question.key)
    name = field_name(place)
    stored = form.sheet.answers.get(place, "")
    condition = question.condition
    other = edition.question_by_key[condition.question] if condition else None
    is_here = other is not None and other.step == form.step.slug and other.scope is question.scope
    row = {
        **_value(form, name),
        "question": question,
        "about": function.name if function else "",
        "stored": stored,
        "options": [{"value": choice.key, "text": choice.text} for choice in question.choices],
        "outs": blank_answers(),
        "tiles": "many" if len(question.choices) > FEW else str(len(question.choices)),
        "only_if": only_if(edition, question, step=form.step.slug),
        "decides": decides(edition, question) if function is None else "",
    }
    row["is_later"] = is_here and not edition.asks(question, function, form.likely)
    row["chosen"] = row["value"]
    row["words"] = _words(question, row["value"])
    if condition and is_here:
        row["when"] = field_name((place[0], condition.question))
        row["values"] = " ".join(condition.choices)
    return row


def _share_row(form: StepForm, function: flow.Selected) -> dict[str, Any]:
    """Ask how much time it takes as one more line, which stands at “some” until it is changed."""
    options = ShareField.options()
    row = _value(form, f"{function.key}--{SHARE}")
    words = next((option["text"] for option in options if option["value"] == row["value"]), "")
    return {
        **row,
        "is_share": True,
        "is_assumed": False,
        "about": function.name,
        "question": {
            "text": _("How much of your team’s time goes into it, compared with the other functions you chose?")
        },
        "options": options,
        "outs": [],
        "tiles": str(len(options)),
        "chosen": row["value"],
        "stored": row["value"],
        "words": words,
    }


def _value(form: StepForm, name: str) -> dict[str, Any]:
    return {"name": name, "value": form[name].value() or "", "error": next(iter(form.errors.get(name, ())), "")}


def _words(question: flow.Question, answer: str) -> str:
    """Word an answer whole; empty for none, and for what the question does not offer."""
    choice = question.choice_by_key.get(answer)
    return choice.text if choice else answer_text(question, answer) if answer in flow.BLANKS else ""


def _state(
    told: list[dict[str, Any]], asks: list[dict[str, Any]], *, has_usual: bool = False, is_assumed: bool = False
) -> dict[str, Any]:
    """Say how far a card is; what is asked only after another answer on its page is no question yet."""
    wanted = [row for row in asks if row["stored"] or not row["is_later"]]
    answered, asked = len(told) + sum(bool(row["stored"]) for row in wanted), len(told) + len(wanted)
    counts = {"answered": answered, "asked": asked}
    is_done = answered == asked and not is_assumed
    if is_done and has_usual:
        text = _("Yours: confirmed, %(answered)d of %(asked)d answered") % counts if asked else _("Yours: confirmed")
    elif not is_assumed or answered < asked:
        text = _("%(answered)d of %(asked)d answered") % counts
    elif asked:
        text = _("%(answered)d of %(asked)d answered; the usual part waits for your word") % counts
    else:
        text = _("The usual part waits for your word")
    bars = [(str(BAR * at), at < answered) for at in range(asked)]
    return {"text": text, "is_done": is_done, "bars": bars, "width": str(BAR * asked)}

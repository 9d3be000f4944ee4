"""The whole comparison of two reports as plain values, in the order of its page."""

from typing import Any

from django.utils.translation import gettext as _

from recommendations.reports import wording as words
from recommendations.reports.comparing import points, wording
from recommendations.reports.comparing.side import Side


def compare(before: Side, after: Side) -> dict[str, Any]:
    """Compare two reports; empty where a section of the page has nothing to say."""
    moves = points.moves(before, after)
    rows = [_move(before, after, row) | {"points": _points(by)} for row, by in moves.points.items()]
    functions = [_function(before, after, key) for key in dict.fromkeys((*after.functions, *before.functions))]
    apart_title, apart_texts = wording.differences_of_questions(before, after)
    return {
        "organisation": str(after.content["organisation"]),
        "before": before.label,
        "after": after.label,
        "headline": wording.headline(before, after),
        "lead": wording.lead(before, after),
        "shifts": [_shift(before, after, model) for model in (*map(str, after.overall["ranking"]), words.OWN)],
        "apart_title": apart_title,
        "apart_texts": apart_texts,
        "moves": rows,
        "moves_lead": wording.moves_lead(len(points.moved_places(before, after))),
        "totals": [(str(words.SHORT[model]), wording.signed(total)) for model, total in moves.totals.items()]
        if rows
        else [],
        "overtaken": _overtaken(before, after, moves),
        "functions": functions,
        "functions_lead": wording.functions_lead(sum(function["is_marked"] for function in functions)),
    }


def _shift(before: Side, after: Side, model: str) -> dict[str, Any]:
    """Give one score then and now; both are percentages of the scale too."""
    was, now = before.printed(model), after.printed(model)
    scores = {"model": str(words.SHORT[model]), "before": was, "after": now}
    return {
        "id": f"shift-{model}",
        "model": model,
        "name": scores["model"],
        "before": was,
        "after": now,
        "arrow": "↑" if now > was else "↓" if now < was else "→",
        "words": words.opened_text(wording.points_up_or_down(now - was)),
        "was": _("%(score)s before") % {"score": was},
        "title": _("%(model)s: from %(before)s to %(after)s") % scores,
        "description": _(
            "An outlined mark at %(before)s for the earlier report and a solid mark at %(after)s for the later one, "
            "on a line from 0 to 100."
        )
        % scores,
        "is_lead": model in after.spoken_for,
        "is_same": now == was,
    }


def _move(before: Side, after: Side, row: points.Row) -> dict[str, str]:
    """Name an answer that moved, or a function that came or went."""
    kind, place = row
    match kind:
        case points.ANSWER:
            side = after if place[1] in after.edition.question_by_key else before
            return {
                "what": wording.question_words(side, place),
                "note": "",
                "before": wording.answer_words(before, place),
                "after": wording.answer_words(after, place),
            }
        case points.CAME:
            name = after.functions[place[0]].name
            return {"what": name, "note": _("A function"), "before": _("Not chosen"), "after": _("Chosen")}
        case points.WENT:
            name = before.functions[place[0]].name
            return {"what": name, "note": _("A function"), "before": _("Chosen"), "after": _("Not chosen")}
        case _rest:
            note = _("With other answers or other functions beside them, the same answers count for more or for less.")
            return {"what": _("Everything that stayed"), "note": note, "before": "", "after": ""}


def _points(by_model: Any) -> list[tuple[str, str]]:
    return [
        (str(words.SHORT[model]), words.points(by_model[model]) if by_model[model] else "0") for model in points.COLUMNS
    ]


def _overtaken(before: Side, after: Side, moves: points.Moves) -> dict[str, Any] | None:
    """Explain why another model leads now: rows that add up to the change of its lead over the one before."""
    if before.leader == after.leader or not (before.names_a_model and after.names_a_model):
        return None
    toward = moves.toward(after.leader, before.leader)
    ordered = sorted((row for row in toward if toward[row]), key=lambda row: -abs(toward[row]))
    names = {"first": str(words.SHORT[after.leader]), "second": str(words.SHORT[before.leader])}
    was, now = (side.printed(after.leader) - side.printed(before.leader) for side in (before, after))
    return {
        "title": _("Why %(first)s leads now and not %(second)s") % names,
        "lead": _(
            "%(first)s less %(second)s was %(was)s points before and is %(now)s now. "
            "The rows say what moved it; a plus speaks for %(first)s."
        )
        % {**names, "was": wording.signed(was), "now": wording.signed(now)},
        "rows": [_move(before, after, row) | {"points": words.points(toward[row])} for row in ordered],
        "sum_label": _("All of the above: the change between the two"),
        "total": wording.signed(now - was),
    }


def _function(before: Side, after: Side, key: str) -> dict[str, Any]:
    old, new = before.rows.get(key), after.rows.get(key)
    if old is None or new is None:
        changed = _("Came in with this report") if new else _("Not in this report any more")
        name = (new or old or {})["name"]
        return {"name": name, "before": old, "after": new, "changed": changed, "is_marked": True}
    changes = []
    labels = {"before": old["label"] or old["words"], "after": new["label"] or new["words"]}
    if labels["before"] != labels["after"]:
        changes.append(_("From %(before)s to %(after)s.") % labels)
    if old["words"] != new["words"]:
        changes.append(_("From “%(before)s” to “%(after)s”.") % {"before": old["words"], "after": new["words"]})
    is_marked = bool(changes)
    if not is_marked:
        change = int(new["score"]) - int(old["score"]) if old["score"] and new["score"] else 0
        moved = {"moved": wording.points_up_or_down(change)}
        changes.append(_("Same advice, %(moved)s.") % moved if change else _("Same advice."))
    was, now = before.functions[key].share, after.functions[key].share
    if was != now:
        shares = {"now": words.SHARES[now], "was": words.SHARES[was]}
        changes.append(_("It takes %(now)s; before, %(was)s.") % shares)
    return {"name": new["name"], "before": old, "after": new, "changed": " ".join(changes), "is_marked": is_marked}

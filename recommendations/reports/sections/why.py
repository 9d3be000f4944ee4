"""Why this result: what moved the scores overall, and the reasons for each function."""

from typing import Final

from django.utils.translation import gettext as _

from recommendations.engine import LEAVES, FunctionResult, VerdictKind, VerdictReason, fit_of
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of, recommended
from recommendations.reports.sections import pulls
from recommendations.reports.sections.function_map import answers_behind, best

MOST_OPEN: Final = 2


def section(inputs: ReportInputs) -> Content:
    standing = inputs.overall
    if not any(kind_of(function) in LEAVES for function in inputs.result.functions) and inputs.functions:
        summary = _(
            "The overall scores are built from the answers about your functions and about the business as a whole. "
            "The reasons for each function stand below."
        )
    else:
        summary = _(
            "Overall, the answers about your functions count for the larger part, by the time each takes, "
            "and what you said about the business as a whole for the rest."
        )
    fits = [fit_of(standing, model) for model in standing.ranking]
    tables = [
        pulls.for_whole(
            inputs,
            fit,
            id_=f"why-{fit.column}",
            title=_("What moved the %(model)s score, in points") % {"model": wording.SHORT[fit.column]},
        )
        for fit in fits
    ]
    others = [
        _("Why is %(model)s at %(score)s?") % {"model": wording.SHORT[fit.column], "score": fit.printed}
        for fit in fits[1:]
    ]
    return {
        "why": {
            "summary": summary,
            "pulls": tables[0],
            "contrast": pulls.for_contrast(inputs, standing.contrast, id_="why-not", by_function=True)
            if standing.contrast.differences and not standing.tie
            else None,
            "others": [{"title": title, "pulls": table} for title, table in zip(others, tables[1:], strict=True)],
            "functions": [_function(inputs, function) for function in inputs.result.functions],
        }
    }


def _function(inputs: ReportInputs, function: FunctionResult) -> Content:
    """Give the reasons for one function, and why not the next model where the next one is near enough to ask."""
    model, label, score = best(function)
    name, kind, standing = inputs.selected[function.key].name, kind_of(function), function.standing
    id_ = f"fn-{function.key}"
    if kind is VerdictKind.KEEP_IN_HOUSE:
        title = _("What speaks for keeping %(function)s, in points") % {"function": name}
        table = pulls.for_keeping(inputs, standing.outsource, id_=id_, title=title)
    else:
        fit = fit_of(standing, standing.ranking[0])
        title = _("What moved the %(model)s score of %(function)s, in points") % {
            "model": wording.SHORT[fit.column],
            "function": name,
        }
        table = pulls.for_function(inputs, fit, id_=id_, title=title)
    has_contrast = kind in LEAVES and not function.verdict.tie and standing.contrast.differences
    listed = inputs.edition.function_by_key.get(function.key)
    notes = [listed.split] if listed and listed.split else []
    if function.enabler and kind in LEAVES:
        notes.append(_("The system under it fails or is out of date: ask for a technology layer with it."))
    return {
        "key": function.key,
        "name": name,
        "model": model,
        "label": label or _("Not clear yet"),
        "score": score,
        "verdict": _verdict(inputs, function),
        "notes": notes,
        "pulls": table,
        "contrast": pulls.for_contrast(inputs, standing.contrast, id_=f"{id_}-vs", by_function=False)
        if has_contrast
        else None,
    }


def _verdict(inputs: ReportInputs, function: FunctionResult) -> str:
    standing = function.standing
    models = [str(wording.SHORT[model]) for model in recommended(function)]
    parts = {
        "models": wording.either(models) if models else "",
        "case": standing.outsource.printed,
        "said": wording.quoted(answers_behind(inputs, function.verdict.grounds)),
    }
    match kind_of(function), function.verdict.why:
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW:
            text = _(
                "You answered %(said)s. That decides it, whatever the scores say; have it checked if you are not certain."
            )
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.OWNER:
            text = _("You answered %(said)s. We take that as given; the scores are there to look at.")
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE:
            text = _(
                "It sets you apart, and your own people do it as well as anyone you could hire. "
                "That decides it, whatever the scores say."
            )
        case VerdictKind.KEEP_IN_HOUSE, _low:
            text = _("The case for handing it over scores only %(case)s of 100, and that decides it.")
        case VerdictKind.LOOK_AGAIN, _no_fit:
            text = _(
                "None of the three models scores above 50 here, the point where nothing speaks either way. "
                "Look again when the work or its volume changes."
            )
        case VerdictKind.CANNOT_TELL, _unknown:
            return _cannot_tell(inputs, function)
        case VerdictKind.PREPARE_FIRST, _middling:
            text = _(
                "%(models)s fits best, but the case for handing it over scores %(case)s of 100. "
                "Prepare first, and begin with a pilot only."
            )
        case _go:
            text = _("%(models)s fits best, and the case for handing it over scores %(case)s of 100.")
    return text % parts


def _cannot_tell(inputs: ReportInputs, function: FunctionResult) -> str:
    leader = fit_of(function.standing, function.standing.ranking[0])
    lean = (
        _("So far it leans towards %(model)s, but on too few answers.") % {"model": wording.SHORT[leader.column]}
        if leader.printed > wording.NO_SIGN
        else _("Too little is known about it so far to lean either way.")
    )
    questions = [
        wording.quoted(inputs.edition.question_by_key[open_.question].text)
        for open_ in function.standing.open_questions[:MOST_OPEN]
    ]
    if not questions:
        return lean
    return " ".join((lean, _("What would settle most: %(questions)s.") % {"questions": wording.listed(questions)}))

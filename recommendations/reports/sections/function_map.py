"""The function map: every chosen function, what is advised and how ready it is."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import LABELS, SOURCING_MODELS
from recommendations.engine import LEAVES, FunctionResult, Ground, VerdictKind, fit_of
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, is_answered, recommended
from recommendations.reports.sections.pulls import answer_label
from recommendations.reports.sections.reasons import answers_behind, in_short
from recommendations.reports.sections.scores import in_house
from recommendations.reports.verdicts import ON_SITE, VERDICTS, words_of

MODEL_GROUPS: Final = (*LABELS, "tie")
BOTH: Final = 2
TIED: Final = (Signal.STAYS_IN_COUNTRY, Signal.IS_ON_SITE)


def section(inputs: ReportInputs) -> Content:
    return {
        "map": {
            "summary": _summary(inputs),
            "mix": _mix(inputs),
            "shares": dict(inputs.mix_percents),
            "enabler": _enabler(inputs),
            "automate": _automate(inputs),
            "groups": groups(inputs),
            "figures": [
                {
                    "name": inputs.selected[function.key].name,
                    **{str(fit.column): fit.printed for fit in function.standing.fits},
                    "own": in_house(function.standing.outsource),
                }
                for function in inputs.result.functions
            ],
        }
    }


def groups(inputs: ReportInputs) -> list[Content]:
    """Gather the functions under the model they go to, then under what else is advised."""
    titles = {model.key.value: _(model.hand_over) for model in SOURCING_MODELS}
    titles["tie"] = _("A tie between two models or more")
    members: dict[str, list[FunctionResult]] = {key: [] for key in MODEL_GROUPS}
    for function in inputs.result.functions:
        if function.verdict.kind in LEAVES:
            models = recommended(function)
            members[str(models[0]) if len(models) == 1 else "tie"].append(function)
    for words in (*VERDICTS.values(), ON_SITE):
        if words.group:
            titles[str(words.group)] = str(words.group)
            members[str(words.group)] = [
                function for function in inputs.result.functions if words_of(function.verdict) is words
            ]
    return [
        {
            "model": _mark(key, functions[0]),
            "title": titles[key],
            "share": _("%(share)s of the time")
            % {"share": wording.percent(sum(inputs.percents[function.key] for function in functions))}
            if len(inputs.functions) > 1
            else "",
            "rows": [_row(inputs, function) for function in functions],
        }
        for key, functions in members.items()
        if functions
    ]


def best(function: FunctionResult) -> tuple[str, str, str]:
    """Pick the model a function is shown with, its name and its score; empty where none is shown yet."""
    match function.verdict.kind:
        case VerdictKind.KEEP_IN_HOUSE | VerdictKind.BRING_BACK:
            return wording.OWN, str(wording.SHORT[wording.OWN]), str(in_house(function.standing.outsource))
        case VerdictKind.CANNOT_TELL:
            return wording.UNSURE, "", ""
        case VerdictKind.LOOK_AGAIN:
            return wording.UNSURE, _("No model"), ""
        case _stays_outside if function.verdict.model is None:
            return wording.UNSURE, _("No model"), ""
        case _outside:
            models = recommended(function)
            label = wording.either(str(wording.SHORT[model]) for model in models)
            model = str(models[0]) if len(models) == 1 else wording.UNSURE
            return model, label, str(fit_of(function.standing, models[0]).printed)


def tied_to_country(grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    """Pick the answers that tie work to the country."""
    return tuple(ground for ground in grounds if ground.signal in TIED)


def _mark(group: str, function: FunctionResult) -> str:
    if group in LABELS:
        return group
    return wording.OWN if best(function)[0] == wording.OWN else wording.UNSURE


def _row(inputs: ReportInputs, function: FunctionResult) -> Content:
    """Describe one function. `label` and `score` are empty where no score is shown yet; then `no_score` has the reason."""
    model, label, score = best(function)
    words, standing = words_of(function.verdict), function.standing
    kept, level = model == wording.OWN, evidence_of(function)
    name = inputs.selected[function.key].name
    unclear = function.verdict.kind is VerdictKind.CANNOT_TELL
    fits = {str(fit.column): fit.printed for fit in standing.fits}
    listed = inputs.edition.function_by_key.get(function.key)
    place = _("Named by you")
    if listed:
        departments = {department.key: department.name for department in inputs.edition.departments}
        office = _("front office") if listed.office == "front" else _("back office")
        parts = {"department": departments.get(listed.department, ""), "office": office}
        place = _("%(department)s, %(office)s") % parts
    marks = [(wording.OWN, in_house(standing.outsource), kept)]
    marks += [(str(model), fits[model], model in recommended(function)) for model in reversed(standing.ranking)]
    marks.sort(key=itemgetter(2))  # the leading mark last, so that it lies on top
    description = _("BPO %(bpo)s, KPO %(kpo)s, ITO %(ito)s, keep in-house %(own)s, each on a line from 0 to 100.")
    return {
        "key": function.key,
        "id": f"dots-{function.key}",
        "name": name,
        "place": place,
        "percent": inputs.percents[function.key],
        "model": model,
        "label": label,
        "score": score,
        "no_score": _no_score(function) if unclear else "",
        "marks": [] if unclear else [{"model": mark, "score": at, "is_lead": is_lead} for mark, at, is_lead in marks],
        "title": _("%(function)s: four scores") % {"function": name},
        "description": "" if unclear else description % {**fits, "own": in_house(standing.outsource)},
        "state": words.state,
        "words": str(words.label),
        "note": note_of(inputs, function),
        "evidence": level,
        "evidence_words": str(wording.EVIDENCE[level]),
    }


def evidence_of(function: FunctionResult) -> str:
    """Say how much is known of what a function's verdict rests on: of handing it over, and of the model it goes to."""
    coverage = function.standing.outsource.coverage
    if function.verdict.model:
        coverage = min(coverage, fit_of(function.standing, function.verdict.model).coverage)
    return wording.evidence_level(coverage, is_answered=is_answered(function))


def _no_score(function: FunctionResult) -> str:
    """Say how little is known, without a model or a score."""
    case = function.standing.outsource
    if not case.asked:
        return _("Every question about it was marked as not applying, so there is nothing to score.")
    numbers = {"answered": wording.number(case.answered), "asked": wording.number(case.asked)}
    some = ngettext(
        "%(answered)s of the %(asked)s questions about whether it should leave is answered so far.",
        "%(answered)s of the %(asked)s questions about whether it should leave are answered so far.",
        case.answered,
    )
    known = (
        some if case.answered else _("None of the %(asked)s questions about whether it should leave is answered yet.")
    )
    return wording.opened_text(known % numbers)


def note_of(inputs: ReportInputs, function: FunctionResult) -> str:
    """Name the one thing to know beside the readiness."""
    verdict, standing = function.verdict, function.standing
    if short := in_short(inputs, function):
        return short
    if verdict.kind not in LEAVES:
        return ""
    if function.location.required:
        return answers_behind(inputs, tied_to_country(function.location.grounds)[:1])
    if verdict.kind is VerdictKind.PREPARE_FIRST:
        against = [part for part in standing.outsource.contributions if part.points < 0]
        if not against:
            return _("Nothing presses for handing it over")
        strongest = max(against, key=lambda part: -part.points)
        return _("Held back by “%(answer)s”") % {"answer": answer_label(inputs, strongest.scope, strongest.question)}
    if verdict.close_call and not verdict.tie:
        second = fit_of(standing, standing.ranking[1])
        return _("Close call: %(model)s has %(score)s") % {
            "model": wording.SHORT[second.column],
            "score": second.printed,
        }
    if verdict.second and not verdict.tie:
        second = fit_of(standing, verdict.second)
        return _("%(model)s fits too, at %(score)s") % {"model": wording.SHORT[second.column], "score": second.printed}
    return ""


def _summary(inputs: ReportInputs) -> str:
    """Count what is advised, kind by kind."""
    total = len(inputs.functions)
    worded = [words_of(function.verdict) for function in inputs.result.functions]
    sentences = []
    for words in (*VERDICTS.values(), ON_SITE):
        if not (count := sum(there is words for there in worded)):
            continue
        if total == 1:
            return str(words.alone)
        if count < total:
            number = wording.opened_text(wording.number(count))
        else:
            number = _("Both functions") if total == BOTH else _("All %(number)s functions")
            number %= {"number": wording.number(total)}
        sentences.append(words.several % {"count": count, "number": number})
    return " ".join((*sentences, _("The share is the working time you gave each group.")))


def _mix(inputs: ReportInputs) -> str:
    """Where the team's time would go, once more than one place takes a part of it."""
    names = {**wording.SHORT, "in_house": _("your own team")}
    shown = [(names[part], percent) for part, percent in inputs.mix_percents.items() if percent]
    if not inputs.is_decided or len(shown) == 1 or len(inputs.functions) == 1:
        return ""
    to_each = wording.listed(
        _("%(share)s to %(name)s") % {"share": wording.percent(percent), "name": name} for name, percent in shown
    )
    return _(
        "With each function at the model that leads it, and shared where two tie, the time would go %(parts)s."
    ) % {"parts": to_each}


def _automate(inputs: ReportInputs) -> str:
    """Where a program could do the work: a way out beside every verdict."""
    names = inputs.names_in_sentence(function for function in inputs.result.functions if function.automate)
    if not names:
        return ""
    return _(
        "A program could do this: %(functions)s. Look at buying or automating it before you look for a partner or for "
        "people: it may spare you both."
    ) % {"functions": names}


def _enabler(inputs: ReportInputs) -> str:
    """Where BPO or KPO leads and the system under it fails."""
    names = inputs.names_in_sentence(function for function in inputs.leaving if function.enabler)
    if not names:
        return ""
    return _(
        "The system under %(functions)s is out of date or breaks down. Ask for a technology layer with it: "
        "someone has to mend or replace the system, whoever does the work."
    ) % {"functions": names}

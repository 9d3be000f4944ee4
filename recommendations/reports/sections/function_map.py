"""The function map: every chosen function, what is advised and how ready it is."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import LABELS, MODELS, SOURCING_MODELS
from recommendations.engine import LEAVES, FunctionResult, Ground, MixLabel, VerdictKind, VerdictReason, fit_of
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of, recommended
from recommendations.reports.sections.pulls import answer_label
from recommendations.reports.sections.scores import in_house

GROUPS: Final = (*LABELS, "tie", wording.OWN, "look", wording.UNSURE)
STATES: Final = {VerdictKind.GO: "go", VerdictKind.PREPARE_FIRST: "prepare", VerdictKind.KEEP_IN_HOUSE: "keep"}
BOTH: Final = 2


def section(inputs: ReportInputs) -> Content:
    total = len(inputs.functions)
    counts = Counter(kind_of(function) for function in inputs.result.functions)
    sentences = [_moving(counts[VerdictKind.GO], counts[VerdictKind.PREPARE_FIRST], total)]
    sentences += [
        _staying(kind, counts[kind], total)
        for kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN, VerdictKind.CANNOT_TELL)
        if counts[kind]
    ]
    if total > 1:
        sentences.append(_("The share is the working time you gave each group."))
    return {
        "map": {
            "summary": " ".join(sentence for sentence in sentences if sentence),
            "mix": _mix(inputs),
            "enabler": _enabler(inputs),
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
    titles = {
        **{model.key.value: _(model.hand_over) for model in SOURCING_MODELS},
        "tie": _("A tie between two models or more"),
        wording.OWN: _("Keep in-house"),
        "look": _("Leave as it is: no model fits today"),
        wording.UNSURE: _("Not clear yet"),
    }
    members: dict[str, list[FunctionResult]] = {}
    for function in inputs.result.functions:
        models = recommended(function)
        kinds = {
            VerdictKind.KEEP_IN_HOUSE: wording.OWN,
            VerdictKind.LOOK_AGAIN: "look",
            VerdictKind.CANNOT_TELL: wording.UNSURE,
        }
        key = kinds.get(kind_of(function)) or (str(models[0]) if len(models) == 1 else "tie")
        members.setdefault(key, []).append(function)
    shares = {key: sum(inputs.shares[function.key] for function in members[key]) for key in members}
    return [
        {
            "model": key if key in wording.SHORT else wording.UNSURE,
            "title": titles[key],
            "share": _("%(share)s of the time") % {"share": wording.percent(shares[key])}
            if len(inputs.functions) > 1
            else "",
            "rows": [_row(inputs, function) for function in members[key]],
        }
        for key in GROUPS
        if key in members
    ]


def best(function: FunctionResult) -> tuple[str, str, str]:
    """Pick the model a function is shown with, its name and its score; empty where none is shown yet."""
    match kind_of(function):
        case VerdictKind.KEEP_IN_HOUSE:
            return wording.OWN, str(wording.SHORT[wording.OWN]), str(in_house(function.standing.outsource))
        case VerdictKind.CANNOT_TELL:
            return wording.UNSURE, "", ""
        case VerdictKind.LOOK_AGAIN:
            return wording.UNSURE, _("No model"), ""
        case _leaves:
            models = recommended(function)
            label = wording.either(str(wording.SHORT[model]) for model in models)
            model = str(models[0]) if len(models) == 1 else wording.UNSURE
            return model, label, str(fit_of(function.standing, models[0]).printed)


def readiness(kind: VerdictKind) -> str:
    match kind:
        case VerdictKind.GO:
            return _("Go")
        case VerdictKind.PREPARE_FIRST:
            return _("Prepare first")
        case VerdictKind.KEEP_IN_HOUSE:
            return _("Keep in-house")
        case VerdictKind.CANNOT_TELL:
            return _("Answer more")
        case VerdictKind.LOOK_AGAIN:
            return _("Look again later")


def tied_to_country(grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    """Pick the answers that tie work to the country."""
    return tuple(ground for ground in grounds if ground.signal is Signal.STAYS_IN_COUNTRY)


def answers_behind(inputs: ReportInputs, grounds: Sequence[Ground]) -> str:
    """Repeat the answers behind a rule, in their own words."""
    choices = [inputs.choice((ground.scope, ground.question)) for ground in grounds]
    return wording.listed(choice.label for choice in choices if choice)


def _row(inputs: ReportInputs, function: FunctionResult) -> Content:
    """Describe one function. `label` and `score` are empty where no score is shown yet; then `no_score` has the reason."""
    model, label, score = best(function)
    kind, standing = kind_of(function), function.standing
    # Evidence is that of the leading model, or of the case for handing over.
    based_on = standing.outsource if kind is VerdictKind.KEEP_IN_HOUSE else fit_of(standing, standing.ranking[0])
    level = wording.evidence_level(based_on.coverage)
    name = inputs.selected[function.key].name
    unclear = kind is VerdictKind.CANNOT_TELL
    fits = {str(fit.column): fit.printed for fit in standing.fits}
    listed = inputs.edition.function_by_key.get(function.key)
    place = _("Named by you")
    if listed:
        departments = {department.key: department.name for department in inputs.edition.departments}
        office = _("front office") if listed.office == "front" else _("back office")
        parts = {"department": departments.get(listed.department, ""), "office": office}
        place = _("%(department)s, %(office)s") % parts
    marks = [(wording.OWN, in_house(standing.outsource), kind is VerdictKind.KEEP_IN_HOUSE)]
    marks += [(str(model), fits[model], model in recommended(function)) for model in reversed(standing.ranking)]
    marks.sort(key=itemgetter(2))  # the leading mark last, so that it lies on top
    description = _("BPO %(bpo)s, KPO %(kpo)s, ITO %(ito)s, keep in-house %(own)s, each on a line from 0 to 100.")
    return {
        "key": function.key,
        "id": f"dots-{function.key}",
        "name": name,
        "place": place,
        "model": model,
        "label": label,
        "score": score,
        "no_score": _no_score(function) if unclear else "",
        "marks": [] if unclear else [{"model": mark, "score": at, "is_lead": is_lead} for mark, at, is_lead in marks],
        "title": _("%(function)s: four scores") % {"function": name},
        "description": "" if unclear else description % {**fits, "own": in_house(standing.outsource)},
        "state": STATES.get(kind, "ask"),
        "words": readiness(kind),
        "note": _note(inputs, function),
        "evidence": level,
        "evidence_words": str(wording.EVIDENCE[level]),
    }


def _no_score(function: FunctionResult) -> str:
    fit = fit_of(function.standing, function.standing.ranking[0])
    if not fit.asked:
        return _("Every question about it was marked as not applying, so there is nothing to score.")
    numbers = {"answered": wording.number(fit.answered), "asked": wording.number(fit.asked)}
    if fit.answered:
        known = _("%(answered)s of the %(asked)s questions that count for it answered so far.") % numbers
    else:
        known = _("None of the %(asked)s questions that count for it is answered yet.") % numbers
    if fit.printed <= wording.NO_SIGN:
        could_land = _("The scores could still land almost anywhere.")
    else:
        could_land = _("The %(model)s score could still land anywhere from %(low)s to %(high)s.") % {
            "model": wording.SHORT[fit.column],
            "low": whole(fit.interval.low),
            "high": whole(fit.interval.high),
        }
    return f"{wording.opened_text(known)} {could_land}"


def _note(inputs: ReportInputs, function: FunctionResult) -> str:
    """Name the one thing to know beside the readiness."""
    verdict, standing = function.verdict, function.standing
    match kind_of(function), verdict.why:
        case VerdictKind.CANNOT_TELL | VerdictKind.LOOK_AGAIN, _any:
            return ""
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.LAW | VerdictReason.OWNER:
            return answers_behind(inputs, verdict.grounds[:1])
        case VerdictKind.KEEP_IN_HOUSE, VerdictReason.EDGE:
            return _("Your edge, and you do it well")
        case VerdictKind.KEEP_IN_HOUSE, _low:
            return _("Little speaks for handing it over")
        case _leaves:
            pass
    if verdict.close_call and not verdict.tie:
        second = fit_of(standing, standing.ranking[1])
        return _("Close call: %(model)s has %(score)s") % {
            "model": wording.SHORT[second.column],
            "score": second.printed,
        }
    if function.location.required:
        return answers_behind(inputs, tied_to_country(function.location.grounds)[:1])
    if verdict.kind is VerdictKind.PREPARE_FIRST:
        against = [part for part in standing.outsource.contributions if part.points < 0]
        if not against:
            return _("Nothing presses for handing it over")
        strongest = max(against, key=lambda part: -part.points)
        return _("Held back by “%(answer)s”") % {"answer": answer_label(inputs, strongest.scope, strongest.question)}
    if verdict.second and not verdict.tie:
        second = fit_of(standing, verdict.second)
        return _("%(model)s fits too, at %(score)s") % {"model": wording.SHORT[second.column], "score": second.printed}
    return ""


def _moving(now: int, later: int, total: int) -> str:
    many = {"now": wording.number(now), "later": wording.number(later), "total": wording.number(total)}
    number = {"number": wording.number(total)}
    match (total, now, later):
        case (1, 1, 0):
            return _("This function can move now.")
        case (1, 0, 1):
            return _("This function can move after some preparation.")
        case (1, _, _) | (_, 0, 0):
            return ""
        case (2, 2, _):
            return _("Both functions can move now.")
        case (2, _, 2):
            return _("Both functions can move after some preparation, and neither right away.")
        case _ if now == total:
            return _("All %(number)s functions can move now.") % number
        case _ if later == total:
            return _("All %(number)s functions can move after some preparation, and none right away.") % number
        case (_, _, 0):
            return _("Of your %(total)s functions, %(now)s can move now.") % many
        case (_, 0, _):
            return (
                _("Of your %(total)s functions, %(later)s can move after some preparation and none right away.") % many
            )
        case _both:
            return _("Of your %(total)s functions, %(now)s can move now and %(later)s after some preparation.") % many


def _staying(kind: VerdictKind, count: int, total: int) -> str:
    if count < total:
        number = wording.opened_text(wording.number(count))
    elif total == BOTH:
        number = _("Both functions")
    else:
        number = _("All %(number)s functions") % {"number": wording.number(total)}
    match kind:
        case VerdictKind.KEEP_IN_HOUSE if total == 1:
            return _("This function stays in your own hands.")
        case VerdictKind.KEEP_IN_HOUSE:
            text = ngettext("%(number)s stays in-house.", "%(number)s stay in-house.", count)
        case VerdictKind.LOOK_AGAIN if total == 1:
            return _("Nothing speaks for any of the three models here, so it stays as it is for now.")
        case VerdictKind.LOOK_AGAIN:
            text = ngettext(
                "%(number)s has no model that fits and stays as it is for now.",
                "%(number)s have no model that fits and stay as they are for now.",
                count,
            )
        case _cannot_tell if total == 1:
            return _("This function needs more answers before we name a model.")
        case _cannot_tell:
            text = ngettext(
                "%(number)s needs more answers before we name a model.",
                "%(number)s need more answers before we name a model.",
                count,
            )
    return text % {"number": number}


def _mix(inputs: ReportInputs) -> str:
    """Where the team's time would go, once more than one place takes a part of it."""
    mix = inputs.result.mix
    parts = [(str(wording.SHORT[model]), getattr(mix, model)) for model in MODELS]
    parts.append((_("your own team"), mix.in_house))
    shown = [(name, share) for name, share in parts if whole(share * wording.ALL) >= 1]
    if not inputs.is_decided or len(shown) == 1 or len(inputs.functions) == 1:
        return ""
    to_each = wording.listed(
        _("%(share)s to %(name)s") % {"share": wording.percent(share), "name": name} for name, share in shown
    )
    text = _(
        "With each function at the model that leads it, and shared where two are too close to call, the time would go %(parts)s."
    ) % {"parts": to_each}
    if mix.label is MixLabel.MIX and len(inputs.models) > 1:
        text += " " + _("That is a mix: no single model covers it.")
    return text


def _enabler(inputs: ReportInputs) -> str:
    """Where BPO or KPO leads and the system under it fails."""
    names = [
        wording.in_sentence(inputs.selected[function.key])
        for function in inputs.result.functions
        if function.enabler and kind_of(function) in LEAVES
    ]
    if not names:
        return ""
    return _(
        "The system under %(functions)s is out of date or breaks down. Ask for a technology layer with it: "
        "someone has to mend or replace the system, whoever does the work."
    ) % {"functions": wording.listed(names)}

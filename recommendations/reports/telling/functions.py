"""The function map: every chosen function, what is advised and how ready it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS, SOURCING_MODELS
from recommendations.engine import Column, Fit, FunctionResult, Ground, VerdictKind, VerdictReason
from recommendations.engine.points import whole
from recommendations.reports.telling import counts, reasons, words
from recommendations.reports.telling.given import Given, fit_of, kind_of, recommended
from recommendations.reports.telling.scores import in_house


@dataclass(frozen=True, slots=True)
class Mark:
    model: str
    score: int
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One function of the map. `label` and `score` are empty where no score is shown yet; then `no_score` says why."""

    key: str
    id: str
    name: str
    place: str
    model: str
    label: str
    score: str
    no_score: str
    marks: tuple[Mark, ...]
    title: str
    description: str
    state: str
    words: str
    note: str
    evidence: str
    evidence_words: str


@dataclass(frozen=True, slots=True)
class MapGroup:
    model: str
    title: str
    share: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The plain figures behind the marks of one row."""

    name: str
    bpo: int
    kpo: int
    ito: int
    own: int


@dataclass(frozen=True, slots=True)
class FunctionMap:
    summary: str
    mix: str
    enabler: str
    groups: tuple[MapGroup, ...]
    figures: tuple[Figures, ...]


GROUPS: Final = (*LABELS, "tie", words.OWN, "look", words.UNSURE)


def function_map(given: Given) -> FunctionMap:
    placed: dict[str, list[FunctionResult]] = {}
    for function in given.result.functions:
        placed.setdefault(_group_of(function), []).append(function)
    groups = tuple(_group(given, key, placed[key]) for key in GROUPS if key in placed)
    return FunctionMap(
        summary=counts.summary(given),
        mix=counts.mix(given),
        enabler=counts.enabler(given),
        groups=groups,
        figures=tuple(_figures(given, function) for function in given.result.functions),
    )


def _group_of(function: FunctionResult) -> str:
    match kind_of(function):
        case VerdictKind.KEEP_IN_HOUSE:
            return words.OWN
        case VerdictKind.LOOK_AGAIN:
            return "look"
        case VerdictKind.CANNOT_TELL:
            return words.UNSURE
        case _leaves:
            models = recommended(function)
            return str(models[0]) if len(models) == 1 else "tie"


def _group(given: Given, key: str, functions: Sequence[FunctionResult]) -> MapGroup:
    titles = {
        **{model.key.value: _(model.hand_over) for model in SOURCING_MODELS},
        "tie": _("A tie between two models or more"),
        words.OWN: _("Keep in-house"),
        "look": _("Leave as it is: no model fits today"),
        words.UNSURE: _("Not clear yet"),
    }
    share = sum(given.shares[function.key] for function in functions)
    return MapGroup(
        model=key if key in words.SHORT else words.UNSURE,
        title=titles[key],
        share=_("%(share)s of the time") % {"share": words.percent(share)} if len(given.functions) > 1 else "",
        rows=tuple(_row(given, function) for function in functions),
    )


def _row(given: Given, function: FunctionResult) -> Row:
    model, label, score = best(function)
    level = words.evidence_level(_coverage(function))
    name = given.selected[function.key].name
    unclear = kind_of(function) is VerdictKind.CANNOT_TELL
    return Row(
        key=function.key,
        id=f"dots-{function.key}",
        name=name,
        place=_place(given, function.key),
        model=model,
        label=label,
        score=score,
        no_score=_no_score(function) if unclear else "",
        marks=() if unclear else _marks(function),
        title=_("%(function)s: four scores") % {"function": name},
        description="" if unclear else _marks_in_words(function),
        state=_state(function),
        words=readiness(kind_of(function)),
        note=_note(given, function),
        evidence=level,
        evidence_words=str(words.EVIDENCE[level]),
    )


def _coverage(function: FunctionResult) -> float:
    """How much evidence the advice rests on: of the leading model, or of the case for handing over."""
    if kind_of(function) is VerdictKind.KEEP_IN_HOUSE:
        return function.standing.outsource.coverage
    return fit_of(function.standing, function.standing.ranking[0]).coverage


def best(function: FunctionResult) -> tuple[str, str, str]:
    match kind_of(function):
        case VerdictKind.KEEP_IN_HOUSE:
            return words.OWN, str(words.SHORT[words.OWN]), str(in_house(function.standing.outsource))
        case VerdictKind.CANNOT_TELL:
            return words.UNSURE, "", ""
        case VerdictKind.LOOK_AGAIN:
            return words.UNSURE, _("No model"), ""
        case _leaves:
            models = recommended(function)
            label = words.either(str(words.SHORT[model]) for model in models)
            model = str(models[0]) if len(models) == 1 else words.UNSURE
            return model, label, str(fit_of(function.standing, models[0]).printed)


def _place(given: Given, key: str) -> str:
    """Department and office of a catalogue function."""
    listed = given.edition.function_by_key.get(key)
    if listed is None:
        return _("Named by you")
    departments = {one.key: one.name for one in given.edition.departments}
    office = _("front office") if listed.office == "front" else _("back office")
    return _("%(department)s, %(office)s") % {"department": departments.get(listed.department, ""), "office": office}


def _marks(function: FunctionResult) -> tuple[Mark, ...]:
    """Put the leading mark last, so that it lies on top."""
    kept = kind_of(function) is VerdictKind.KEEP_IN_HOUSE
    leading = recommended(function)
    marks = [Mark(words.OWN, in_house(function.standing.outsource), kept)]
    marks += [
        Mark(str(model), fit_of(function.standing, model).printed, model in leading)
        for model in reversed(function.standing.ranking)
    ]
    return tuple(sorted(marks, key=lambda mark: mark.is_lead))


def _marks_in_words(function: FunctionResult) -> str:
    fits = {fit.column: fit.printed for fit in function.standing.fits}
    return _("BPO %(bpo)s, KPO %(kpo)s, ITO %(ito)s, keep in-house %(own)s, each on a line from 0 to 100.") % {
        "bpo": fits[Column.BPO],
        "kpo": fits[Column.KPO],
        "ito": fits[Column.ITO],
        "own": in_house(function.standing.outsource),
    }


def _figures(given: Given, function: FunctionResult) -> Figures:
    fits = {fit.column: fit.printed for fit in function.standing.fits}
    return Figures(
        given.selected[function.key].name,
        fits[Column.BPO],
        fits[Column.KPO],
        fits[Column.ITO],
        in_house(function.standing.outsource),
    )


def _no_score(function: FunctionResult) -> str:
    fit = fit_of(function.standing, function.standing.ranking[0])
    if not fit.asked:
        return _("Every question about it was marked as not applying, so there is nothing to score.")
    numbers = {"answered": words.number(fit.answered), "asked": words.number(fit.asked)}
    if fit.answered:
        known = _("%(answered)s of the %(asked)s questions that count for it answered so far.") % numbers
    else:
        known = _("None of the %(asked)s questions that count for it is answered yet.") % numbers
    return f"{words.opened_text(known)} {_could_land(fit)}"


def _could_land(fit: Fit) -> str:
    if fit.printed <= words.NO_SIGN:
        return _("The scores could still land almost anywhere.")
    return _("The %(model)s score could still land anywhere from %(low)s to %(high)s.") % {
        "model": words.SHORT[fit.column],
        "low": whole(fit.interval.low),
        "high": whole(fit.interval.high),
    }


def _state(function: FunctionResult) -> str:
    match kind_of(function):
        case VerdictKind.GO:
            return "go"
        case VerdictKind.PREPARE_FIRST:
            return "prepare"
        case VerdictKind.KEEP_IN_HOUSE:
            return "keep"
        case _other:
            return "ask"


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


def _note(given: Given, function: FunctionResult) -> str:
    """Name the one thing to know beside the readiness."""
    match kind_of(function):
        case VerdictKind.KEEP_IN_HOUSE:
            return _kept_note(given, function)
        case VerdictKind.CANNOT_TELL | VerdictKind.LOOK_AGAIN:
            return ""
        case _leaves:
            return _leaving_note(given, function)


def _kept_note(given: Given, function: FunctionResult) -> str:
    match function.verdict.why:
        case VerdictReason.LAW | VerdictReason.OWNER:
            return said(given, function.verdict.grounds[:1])
        case VerdictReason.EDGE:
            return _("Your edge, and you do it well")
        case _low:
            return _("Little speaks for handing it over")


def _leaving_note(given: Given, function: FunctionResult) -> str:
    verdict = function.verdict
    if verdict.close_call and not verdict.tie:
        second = fit_of(function.standing, function.standing.ranking[1])
        return _("Close call: %(model)s has %(score)s") % {
            "model": words.SHORT[second.column],
            "score": second.printed,
        }
    if function.location.required:
        return said(given, bound(function.location.grounds)[:1])
    if verdict.kind is VerdictKind.PREPARE_FIRST:
        return _held_back(given, function)
    if verdict.second and not verdict.tie:
        second = fit_of(function.standing, verdict.second)
        return _("%(model)s fits too, at %(score)s") % {"model": words.SHORT[second.column], "score": second.printed}
    return ""


def bound(grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    """Keep the answers that tie work to the country."""
    return tuple(one for one in grounds if one.signal is flow.Signal.STAYS_IN_COUNTRY)


def said(given: Given, grounds: Sequence[Ground]) -> str:
    """Repeat the answers behind a rule, in the words they were given in."""
    labels = [choice.label for one in grounds if (choice := given.choice((one.scope, one.question)))]
    return words.listed(labels)


def _held_back(given: Given, function: FunctionResult) -> str:
    """Name the answer that speaks most against handing over."""
    against = [one for one in function.standing.outsource.contributions if one.points < 0]
    if not against:
        return _("Nothing presses for handing it over")
    strongest = max(against, key=lambda one: -one.points)
    return _("Held back by “%(answer)s”") % {"answer": reasons.answer_label(given, strongest.scope, strongest.question)}

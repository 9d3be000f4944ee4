"""The function map: every chosen function, what is advised and how ready it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import Column, FunctionResult, Ground, MixLabel, Signal, VerdictKind, Why
from recommendations.engine.points import whole
from recommendations.telling import reasons, words
from recommendations.telling.given import LEAVES, Given, fit_of, recommended
from recommendations.telling.scores import in_house


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


BOTH: Final = 2
GROUPS: Final = ("bpo", "kpo", "ito", "tie", words.OWN, "look", words.UNSURE)


def function_map(given: Given) -> FunctionMap:
    placed: dict[str, list[FunctionResult]] = {}
    for function in given.result.functions:
        placed.setdefault(_group_of(function), []).append(function)
    groups = tuple(_group(given, key, placed[key]) for key in GROUPS if key in placed)
    return FunctionMap(
        summary=_summary(given),
        mix=_mix(given),
        enabler=_enabler(given),
        groups=groups,
        figures=tuple(_figures(given, function) for function in given.result.functions),
    )


def _group_of(function: FunctionResult) -> str:
    match function.verdict.kind:
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
        "bpo": _("Hand to a BPO provider"),
        "kpo": _("Bring in a KPO adviser"),
        "ito": _("Let an ITO provider run it"),
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
    unclear = function.verdict.kind is VerdictKind.CANNOT_TELL
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
        words=_readiness(function),
        note=_note(given, function),
        evidence=level,
        evidence_words=str(words.EVIDENCE[level]),
    )


def _coverage(function: FunctionResult) -> float:
    """How much evidence the advice rests on: of the leading model, or of the case for handing over."""
    if function.verdict.kind is VerdictKind.KEEP_IN_HOUSE:
        return function.standing.outsource.coverage
    return fit_of(function.standing, function.standing.ranking[0]).coverage


def best(function: FunctionResult) -> tuple[str, str, str]:
    match function.verdict.kind:
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
    kept = function.verdict.kind is VerdictKind.KEEP_IN_HOUSE
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
    return _(
        "%(answered)s of %(asked)s answers so far. The %(model)s score could still land anywhere from %(low)s to %(high)s."
    ) % {
        "answered": words.opened_text(words.number(fit.answered)),
        "asked": words.number(fit.asked),
        "model": words.SHORT[fit.column],
        "low": whole(fit.interval.low),
        "high": whole(fit.interval.high),
    }


def _state(function: FunctionResult) -> str:
    match function.verdict.kind:
        case VerdictKind.GO:
            return "go"
        case VerdictKind.PREPARE_FIRST:
            return "prepare"
        case VerdictKind.KEEP_IN_HOUSE:
            return "keep"
        case _other:
            return "ask"


def _readiness(function: FunctionResult) -> str:
    match function.verdict.kind:
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
    match function.verdict.kind:
        case VerdictKind.KEEP_IN_HOUSE:
            return _kept_note(given, function)
        case VerdictKind.CANNOT_TELL | VerdictKind.LOOK_AGAIN:
            return ""
        case _leaves:
            return _leaving_note(given, function)


def _kept_note(given: Given, function: FunctionResult) -> str:
    match function.verdict.why:
        case Why.LAW | Why.OWNER:
            return said(given, function.verdict.grounds[:1])
        case Why.EDGE:
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
    return tuple(one for one in grounds if one.signal is Signal.STAYS_IN_COUNTRY)


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


def _summary(given: Given) -> str:
    """Count the functions by what is advised, in sentences."""
    total = len(given.functions)
    counts = dict.fromkeys(VerdictKind, 0)
    for function in given.result.functions:
        counts[function.verdict.kind] += 1
    told = [_moving(counts[VerdictKind.GO], counts[VerdictKind.PREPARE_FIRST], total)]
    told += [
        _counted(kind, counts[kind], total)
        for kind in (VerdictKind.KEEP_IN_HOUSE, VerdictKind.LOOK_AGAIN, VerdictKind.CANNOT_TELL)
        if counts[kind]
    ]
    if total > 1:
        told.append(_("The share is the working time you gave each group."))
    return " ".join(sentence for sentence in told if sentence)


def _moving(now: int, later: int, total: int) -> str:
    if total == 1:
        return {
            (1, 0): _("This function can move now."),
            (0, 1): _("This function can move after some preparation."),
        }.get((now, later), "")
    if total == now:
        both = _("Both functions can move now.")
        return both if total == BOTH else _("All %(number)s functions can move now.") % {"number": words.number(total)}
    many = {"now": words.number(now), "later": words.number(later), "total": words.number(total)}
    match now > 0, later > 0:
        case True, True:
            return _("Of your %(total)s functions, %(now)s can move now and %(later)s after some preparation.") % many
        case True, False:
            return _("Of your %(total)s functions, %(now)s can move now.") % many
        case False, True:
            return (
                _("Of your %(total)s functions, %(later)s can move after some preparation and none right away.") % many
            )
        case _neither:
            return ""


def _counted(kind: VerdictKind, count: int, total: int) -> str:
    number = {"number": words.opened_text(words.number(count))}
    match kind:
        case VerdictKind.KEEP_IN_HOUSE if total == 1:
            return _("This function is best kept in your own hands.")
        case VerdictKind.KEEP_IN_HOUSE:
            return ngettext("%(number)s is best kept in-house.", "%(number)s are best kept in-house.", count) % number
        case VerdictKind.LOOK_AGAIN if total == 1:
            return _("Nothing speaks for any of the three models here, so it stays as it is for now.")
        case VerdictKind.LOOK_AGAIN:
            return (
                ngettext(
                    "%(number)s has no model that fits and stays as it is for now.",
                    "%(number)s have no model that fits and stay as they are for now.",
                    count,
                )
                % number
            )
        case _cannot_tell if total == 1:
            return _("This function needs more answers before we name a model.")
        case _cannot_tell:
            return (
                ngettext(
                    "%(number)s needs more answers before we name a model.",
                    "%(number)s need more answers before we name a model.",
                    count,
                )
                % number
            )


def _mix(given: Given) -> str:
    """Where the team's time would go, once more than one place takes a part of it."""
    mix = given.result.mix
    parts = [(str(words.SHORT[key]), share) for key, share in (("bpo", mix.bpo), ("kpo", mix.kpo), ("ito", mix.ito))]
    parts.append((_("your own team"), mix.in_house))
    told = [(name, share) for name, share in parts if whole(share * words.ALL) >= 1]
    if not given.is_decided or len(told) == 1:
        return ""
    to_each = words.listed(
        _("%(share)s to %(name)s") % {"share": words.percent(share), "name": name} for name, share in told
    )
    text = _("Shared out by how strongly each model fits each function, the time would go %(parts)s.") % {
        "parts": to_each
    }
    if mix.label is MixLabel.MIX:
        text += " " + _("That is a mix: no single model covers it.")
    return text


def _enabler(given: Given) -> str:
    """Where BPO or KPO leads and the system under it fails."""
    named = [
        words.in_sentence(given.selected[one.key])
        for one in given.result.functions
        if one.enabler and one.verdict.kind in LEAVES
    ]
    if not named:
        return ""
    return _(
        "The system under %(functions)s is out of date or breaks down. Ask for a technology layer with it: "
        "someone has to mend or replace the system, whoever does the work."
    ) % {"functions": words.listed(named)}

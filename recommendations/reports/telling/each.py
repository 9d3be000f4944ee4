"""The reasons for each function, one drawer each."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from recommendations.engine import FunctionResult, VerdictKind, VerdictReason
from recommendations.reports.telling import reasons, words
from recommendations.reports.telling.functions import best, said
from recommendations.reports.telling.given import LEAVES, Given, fit_of, kind_of, recommended
from recommendations.reports.telling.reasons import Pulls

MOST_OPEN: Final = 2


@dataclass(frozen=True, slots=True)
class Drawer:
    """The reasons for one function."""

    key: str
    name: str
    model: str
    label: str
    score: str
    verdict: str
    notes: tuple[str, ...]
    pulls: Pulls
    contrast: Pulls | None


def drawers(given: Given) -> tuple[Drawer, ...]:
    return tuple(_drawer(given, function) for function in given.result.functions)


def _drawer(given: Given, function: FunctionResult) -> Drawer:
    model, label, score = best(function)
    return Drawer(
        key=function.key,
        name=given.selected[function.key].name,
        model=model,
        label=label or _("Not clear yet"),
        score=score,
        verdict=_verdict(given, function),
        notes=_notes(given, function),
        pulls=_pulls(given, function),
        contrast=_contrast(given, function),
    )


def _pulls(given: Given, function: FunctionResult) -> Pulls:
    name = given.selected[function.key].name
    id_ = f"fn-{function.key}"
    if kind_of(function) is VerdictKind.KEEP_IN_HOUSE:
        title = _("What speaks for keeping %(function)s, in points") % {"function": name}
        return reasons.for_keeping(given, function.standing.outsource, id_=id_, title=title)
    fit = fit_of(function.standing, function.standing.ranking[0])
    title = _("What moved the %(model)s score of %(function)s, in points") % {
        "model": words.SHORT[fit.column],
        "function": name,
    }
    return reasons.for_fit(given, fit, id_=id_, title=title)


def _contrast(given: Given, function: FunctionResult) -> Pulls | None:
    """Why not the next model, where the next one is near enough to ask."""
    if kind_of(function) not in LEAVES or function.verdict.tie or not function.standing.contrast.differences:
        return None
    contrast = function.standing.contrast
    title = _("Why %(first)s and not %(second)s, in points") % {
        "first": words.SHORT[contrast.first],
        "second": words.SHORT[contrast.second],
    }
    return reasons.for_contrast(given, contrast, id_=f"fn-{function.key}-vs", title=title, together=False)


def _verdict(given: Given, function: FunctionResult) -> str:
    match kind_of(function):
        case VerdictKind.KEEP_IN_HOUSE:
            return _kept(given, function)
        case VerdictKind.LOOK_AGAIN:
            return _(
                "None of the three models scores above 50 here, the point where nothing speaks either way. "
                "Look again when the work or its volume changes."
            )
        case VerdictKind.CANNOT_TELL:
            return _cannot_tell(given, function)
        case VerdictKind.PREPARE_FIRST:
            return _(
                "%(models)s fits best, but the case for handing it over scores %(case)s of 100. "
                "Prepare first, and begin with a pilot only."
            ) % {"models": _models(function), "case": function.standing.outsource.printed}
        case VerdictKind.GO:
            return _("%(models)s fits best, and the case for handing it over scores %(case)s of 100.") % {
                "models": _models(function),
                "case": function.standing.outsource.printed,
            }


def _models(function: FunctionResult) -> str:
    return words.either(str(words.SHORT[model]) for model in recommended(function))


def _kept(given: Given, function: FunctionResult) -> str:
    words_given = words.quoted(said(given, function.verdict.grounds))
    match function.verdict.why:
        case VerdictReason.LAW:
            return _(
                "You answered %(said)s. That decides it, whatever the scores say; have it checked if you are not certain."
            ) % {"said": words_given}
        case VerdictReason.OWNER:
            return _("You answered %(said)s. We take that as given; the scores are there to look at.") % {
                "said": words_given
            }
        case VerdictReason.EDGE:
            return _(
                "It sets you apart, and your own people do it as well as anyone you could hire. "
                "That decides it, whatever the scores say."
            )
        case _low:
            return _("The case for handing it over scores only %(case)s of 100, and that decides it.") % {
                "case": function.standing.outsource.printed
            }


def _cannot_tell(given: Given, function: FunctionResult) -> str:
    leader = fit_of(function.standing, function.standing.ranking[0])
    lean = (
        _("So far it leans towards %(model)s, but on too few answers.") % {"model": words.SHORT[leader.column]}
        if leader.printed > words.NO_SIGN
        else _("Too little is known about it so far to lean either way.")
    )
    open_ = [
        words.quoted(given.edition.question_by_key[one.question].text)
        for one in function.standing.open_questions[:MOST_OPEN]
    ]
    if not open_:
        return lean
    return " ".join((lean, _("What would settle most: %(questions)s.") % {"questions": words.listed(open_)}))


def _notes(given: Given, function: FunctionResult) -> tuple[str, ...]:
    """Tell what the list of functions says beside the score."""
    listed = given.edition.function_by_key.get(function.key)
    notes = [listed.split] if listed and listed.split else []
    if function.enabler and kind_of(function) in LEAVES:
        notes.append(_("The system under it fails or is out of date: ask for a technology layer with it."))
    return tuple(notes)

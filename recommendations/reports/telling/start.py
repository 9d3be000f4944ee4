"""Where to begin: the pilot with its weeks and measures, and the few actions worth doing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.engine import PilotReadiness
from recommendations.reports.telling import demands, words
from recommendations.reports.telling.change import Open
from recommendations.reports.telling.given import Given, recommended

MOST_ACTIONS: Final = 7
MOST_OPEN_ACTIONS: Final = 2
MOST_MEASURES: Final = 4
SIZES: Final = {1: gettext_lazy("small"), 2: gettext_lazy("medium"), 3: gettext_lazy("large")}


@dataclass(frozen=True, slots=True)
class Stage:
    when: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pilot:
    summary: str
    functions: str
    measures: tuple[str, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `key` stays the same in every report of an edition, so that its status can be kept beside it."""

    key: str
    title: str
    text: str
    because: str
    effort: str
    impact: str


def pilot(given: Given) -> Pilot | None:
    """None where nothing is to leave, so that there is nothing to try."""
    order = given.result.order
    if not order.pilot:
        return None
    names = words.listed(words.in_sentence(given.selected[key]) for key in order.pilot)
    return Pilot(
        summary=_summary(given, names),
        functions=words.opened_text(names),
        measures=_measures(given),
        stages=_stages(given),
    )


def _summary(given: Given, names: str) -> str:
    order = given.result.order
    said = [_("Start with %(functions)s.") % {"functions": names}]
    match order.readiness:
        case PilotReadiness.READY:
            said.append(_("You said someone could look after a trial in the next three months."))
        case PilotReadiness.NOT_READY:
            said.append(_("You said a trial is not possible yet, so count the weeks from the day it is."))
        case PilotReadiness.UNKNOWN:
            said.append(_("Count the weeks from the day one of your people has a few hours a week for it."))
    if order.write_down_first:
        first = words.listed(words.in_sentence(given.selected[key]) for key in order.write_down_first)
        said.append(_("Before that, write the steps of %(functions)s down and measure them.") % {"functions": first})
    return " ".join(said)


def _measures(given: Given) -> tuple[str, ...]:
    """Say what the pilot is judged by, from the profiles of the models that are tried."""
    models = dict.fromkeys(model for key in given.result.order.pilot for model in recommended(given.results[key]))
    measures = [
        point.text
        for model in models
        if (profile := given.profiles.get(str(model)))
        for point in profile.of("measure")[: MOST_MEASURES // len(models)]
    ]
    return tuple(dict.fromkeys(measures))


def _stages(given: Given) -> tuple[Stage, ...]:
    then = [words.in_sentence(given.selected[key]) for key in given.result.order.then]
    return (
        Stage(
            _("Weeks 1–2"),
            _("Draw the line"),
            _(
                "Write down which cases belong to the pilot and which don’t, who on your side looks after it, and who may stop it."
            ),
        ),
        Stage(
            _("Weeks 3–4"),
            _("Measure today"),
            _("Take the measures named here as they are now. Without them nobody can say later whether it got better."),
        ),
        Stage(
            _("Weeks 5–8"),
            _("Run side by side"),
            _("The partner works and your team checks: everything in the first week, then a sample."),
        ),
        Stage(
            _("Weeks 9–13"),
            _("Let it run"),
            _("Your team handles exceptions only. Ask the people the work is for whether they noticed anything."),
        ),
        Stage(
            _("Day 90"),
            _("Decide"),
            _(
                "Go on if the measures are at least as good as before and your team has won time. Stop if they were clearly worse in two weeks out of the last eight."
            ),
        ),
        Stage(_("Day 180"), _("Widen, or settle down"), _after(then)),
    )


def _after(then: Sequence[str]) -> str:
    if not then:
        return _(
            "Look at a full half-year of figures, agree the levels for the year, and rehearse once how you would take the work back."
        )
    return ngettext(
        "If half a year of figures is good, go on with %(functions)s, with a pilot of its own.",
        "If half a year of figures is good, go on with %(functions)s, one after another, and each with a pilot of its own.",
        len(then),
    ) % {"functions": words.listed(then)}


def actions(given: Given, open_: Sequence[Open]) -> tuple[Action, ...]:
    """At most seven, the best return on effort first; each names the answer it comes from."""
    ranked = sorted(
        (one for one in demands.advised(given) if one.advice.kind == demands.ACTION),
        key=lambda one: (one.advice.effort - one.advice.impact, -one.advice.impact, one.advice.effort),
    )
    told = [
        Action(
            key=one.key,
            title=one.advice.title,
            text=one.advice.text,
            because=demands.because(given, one.places),
            effort=str(SIZES[one.advice.effort]),
            impact=str(SIZES[one.advice.impact]),
        )
        for one in ranked
    ]
    find_out = [_find_out(one) for one in open_[:MOST_OPEN_ACTIONS]]
    return (*told[: MOST_ACTIONS - len(find_out)], *find_out)


def _find_out(one: Open) -> Action:
    about = _("It is open for %(functions)s.") % {"functions": one.about} if one.about else ""
    return Action(
        key=".".join(("find_out", one.question, *((one.function,) if one.function else ()))),
        title=_("Find out: %(question)s") % {"question": one.text},
        text=" ".join(part for part in (about, one.why) if part),
        because=one.because,
        effort=str(SIZES[1]),
        impact=str(SIZES[2]),
    )

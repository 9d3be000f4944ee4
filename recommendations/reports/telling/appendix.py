"""All answers as they were worded, the skipped ones with their reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; `is_blank` for what was skipped, in words that say how."""

    question: str
    answer: str
    note: str
    is_blank: bool


@dataclass(frozen=True, slots=True)
class About:
    """The answers about one function."""

    name: str
    share: str
    rows: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class StepAnswers:
    slug: str
    title: str
    state: str
    rows: tuple[Said, ...]
    functions: tuple[About, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Source:
    number: int
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Answered:
    summary: str
    steps: tuple[StepAnswers, ...]
    skipped: str


def answered(given: Given) -> Answered:
    return Answered(
        summary=_summary(given),
        steps=tuple(_step(given, number, step) for number, step in enumerate(given.edition.steps, start=1)),
        skipped=_skipped(given),
    )


def sources(given: Given) -> tuple[Source, ...]:
    return tuple(
        Source(number, source.title, source.note) for number, source in enumerate(given.edition.sources, start=1)
    )


def _asked(given: Given, step: str = "") -> tuple[flow.Place, ...]:
    return tuple(flow.asked(given.edition, given.functions, given.answers, step))


def _summary(given: Given) -> str:
    places = _asked(given)
    values = [given.answers.get(place, "") for place in places]
    parts = [
        ngettext(
            "%(answered)s of %(asked)s question answered", "%(answered)s of %(asked)s questions answered", len(places)
        )
        % {"answered": sum(value not in ("", *flow.BLANKS) for value in values), "asked": len(places)}
    ]
    counts = (
        (values.count(flow.DONT_KNOW), _("%(count)s marked “I don’t know”")),
        (values.count(flow.NOT_APPLICABLE), _("%(count)s marked “doesn’t apply”")),
        (values.count(""), _("%(count)s left open")),
    )
    parts += [text % {"count": count} for count, text in counts if count]
    return _("%(parts)s.") % {"parts": words.listed(parts)}


def _step(given: Given, number: int, step: flow.Step) -> StepAnswers:
    places = _asked(given, step.slug)
    done = sum(given.answers.get(place, "") not in ("", *flow.BLANKS) for place in places)
    return StepAnswers(
        slug=step.slug,
        title=_("Step %(number)s: %(title)s") % {"number": number, "title": step.title},
        state=_("%(answered)s of %(asked)s answered") % {"answered": done, "asked": len(places)},
        rows=tuple(_said(given, place) for place in places if not place[0]),
        functions=tuple(
            _about(given, function, [place for place in places if place[0] == function.key])
            for function in given.functions
            if any(place[0] == function.key for place in places)
        ),
        notes=_notes(given, step.slug),
    )


def _about(given: Given, function: flow.Selected, places: Sequence[flow.Place]) -> About:
    shares = {1: _("a little of the time"), 2: _("some of the time"), 4: _("a lot of the time")}
    return About(function.name, shares[function.share], tuple(_said(given, place) for place in places))


def _said(given: Given, place: flow.Place) -> Said:
    question = given.edition.question_by_key[place[1]]
    value = given.answers.get(place, "")
    blanks = {
        "": _("Left open; counts as “I don’t know”"),
        flow.DONT_KNOW: _("I don’t know"),
        flow.NOT_APPLICABLE: _("Doesn’t apply; left out of the sum"),
    }
    choice = question.choice_by_key.get(value)
    note = given.notes.get(place, "") if not place[0] else ""
    return Said(question.text, choice.text if choice else blanks[value], note, choice is None)


def _notes(given: Given, step: str) -> tuple[Said, ...]:
    """List the notes beside a question of the matrix, which are about all its functions."""
    return tuple(
        Said(question.text, "", given.notes[flow.ORGANISATION, question.key], is_blank=False)
        for question in given.edition.questions_of(step, flow.Scope.FUNCTION)
        if given.notes.get((flow.ORGANISATION, question.key))
    )


def _skipped(given: Given) -> str:
    """Say what was not asked at all, and why."""
    asked = {question for _scope, question in _asked(given)}
    own = [one for one in given.edition.questions if one.key not in asked and one.own_functions_only]
    other = [one for one in given.edition.questions if one.key not in asked and not one.own_functions_only]
    said = []
    if own:
        said.append(
            ngettext(
                "%(questions)s was not asked: it is only for functions you name yourself.",
                "%(questions)s were not asked: they are only for functions you name yourself.",
                len(own),
            )
            % {"questions": words.listed(words.quoted(one.short or one.text) for one in own)}
        )
    if other:
        said.append(
            ngettext(
                "%(questions)s was not asked, because of your other answers.",
                "%(questions)s were not asked, because of your other answers.",
                len(other),
            )
            % {"questions": words.listed(words.quoted(one.short or one.text) for one in other)}
        )
    return " ".join(said)

"""Whom a brief is for, and what it asks of them: the same numbered questions stand in the brief and on the scorecard."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import LABELS, Column
from assessments.models.languages import read_here
from recommendations.beside.brief.marked import NUMBERS, blocks_of
from recommendations.engine import SOUGHT
from recommendations.models import BriefText, Report
from recommendations.reports import wording
from recommendations.reports.frozen import answers_of, functions_of

MOST_QUESTIONS: Final = 8
ASK_TEXT: Final = "part:ask"


class Question(NamedTuple):
    """What every provider is asked, and what a good answer sounds like (may be empty)."""

    number: int
    text: str
    good: str


class MustHave(NamedTuple):
    """What a provider must meet, whatever else speaks for them; as they read it."""

    key: str
    text: str


class Work(NamedTuple):
    """One function for which a partner is looked for: `title` for a head, `name` for the middle of a sentence.

    `answers` are those given about it, by question; `signals` what they mean.
    """

    key: str
    title: str
    name: str
    is_own: bool
    is_later: bool
    answers: dict[str, str]
    signals: frozenset[str]


def models_of(report: Report) -> tuple[str, ...]:
    """Name the kinds of partner that a report looks for, the one with most of the time first."""
    time: dict[str, float] = {}
    for result in report.data["result"]["functions"]:
        for model in _sought(result):
            time[model] = time.get(model, 0.0) + result["share"]
    return tuple(sorted(time, key=lambda model: (-time[model], tuple(LABELS).index(model))))


def works_of(report: Report, model: str) -> tuple[Work, ...]:
    """List the functions a kind of partner is looked for, in the language of this visit, in the report's order."""
    edition = read_here(report.assessment.questionnaire_id)
    answers = answers_of(report.data)
    results = {result["key"]: result for result in report.data["result"]["functions"]}
    return tuple(
        _work(function, edition, answers, results[function.key])
        for function in functions_of(report.data, edition)
        if model in _sought(results[function.key])
    )


def questions_of(report: Report, model: str) -> tuple[Question, ...]:
    """Give the numbered questions for providers of one kind, at most eight, in the report’s language.

    First what their profile asks, as the report was given with it, then what any of them is asked, for which there is
    always room. What several kinds are asked comes last of all.
    """
    with translation.override(report.language):
        rows = [row for row in report.page["checklist"] if row[model]]
        own = [row for row in rows if not any(row[other] for other in LABELS if other != model)]
        shared = [row for row in rows if row not in own]
        asked_of_all = _asked_of_all(model)
        chosen = [(row["text"], row["good"]) for row in (*own, *shared)][: MOST_QUESTIONS - len(asked_of_all)]
        return tuple(
            Question(number, text, good) for number, (text, good) in enumerate((*chosen, *asked_of_all), start=1)
        )


def as_sent(report: Report, model: str, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Give questions in the words their owner put into the brief, number by number; a good answer only to our own."""
    texts = BriefText.objects.filter(brief__report=report, brief__model=model, key=ASK_TEXT)
    blocks = blocks_of(texts.values_list("text", flat=True).first() or "")
    lines = [row[0] for block in blocks if block.kind == NUMBERS for row in block.rows]
    return tuple(
        Question(asked.number, line, "") if line and line != asked.text else asked
        for asked, line in zip_longest(questions, lines[: len(questions)], fillvalue="")
        if isinstance(asked, Question)
    )


def conditions_of(report: Report, model: str, works: tuple[Work, ...] | None = None) -> tuple[MustHave, ...]:
    """List what rules a provider out that does not meet it, in the report's language: what the answers demand.

    Of all functions that this kind of partner is looked for, or of those given.
    """
    with translation.override(report.language):
        return tuple(_conditions(model, works_of(report, model) if works is None else works))


def with_signal(works: tuple[Work, ...], *signals: Signal) -> str:
    """Name the work to which one of the signals belongs, as a list in a sentence; empty where there is none."""
    return wording.listed(work.name for work in works if not work.signals.isdisjoint(signals))


def _sought(result: dict[str, Any]) -> tuple[str, ...]:
    verdict = result["verdict"]
    if verdict["kind"] not in SOUGHT or verdict["model"] is None:
        return ()
    return tuple(result["standing"]["leaders"]) if verdict["tie"] else (verdict["model"],)


def _work(
    function: flow.Selected, edition: flow.Edition, answers: dict[flow.Place, str], result: dict[str, Any]
) -> Work:
    given = {question: answer for (about, question), answer in answers.items() if about == function.key}
    choices = (edition.question_by_key[key].choice_by_key.get(answer) for key, answer in given.items())
    return Work(
        key=function.key,
        title=function.name if function.is_own else function.name.partition(" (")[0].partition(": ")[0],
        name=wording.in_sentence(function, edition),
        is_own=function.is_own,
        is_later=result["verdict"]["kind"] == "prepare_first",
        answers=given,
        signals=frozenset(choice.signal for choice in choices if choice and choice.signal),
    )


def _asked_of_all(model: str) -> tuple[tuple[str, str], ...]:
    where = (
        _("Where are the people, the data and the backups, and who else would see them?"),
        _("Places you can look up, every firm they hire in turn by name, and notice before one of them changes."),
    )
    cost = (
        _("What does it cost, all told: fee, set-up, changes, leaving?"),
        _("Every amount with what it is counted by, and what makes it rise or fall; leaving has a price too."),
    )
    back = (
        _("How do we get our data and our steps back if we part, and in how many weeks?"),
        _("A form that others can open, a number of weeks, a price, and who explains it to whoever comes next."),
    )
    who = (
        _("Who exactly would look after us, and who stands in when they are away?"),
        _("Two names, what each of them has done before, and a call with both before you sign."),
    )
    when = (
        _("When could you begin, when is the result here, and what do you need from us until then?"),
        _("Two dates, a list of what they need, and what happens to the date if it comes late."),
    )
    # The profiles of the two others ask about leaving and about people in their own words.
    last = {Column.BPO: back, Column.KPO: when, Column.ITO: who}[Column(model)]
    return where, cost, last


def _conditions(model: str, works: tuple[Work, ...]) -> Iterator[MustHave]:
    if names := with_signal(works, Signal.STAYS_IN_COUNTRY):
        text = _("People, data and backups stay in the country for %(work)s, and so do those you hire in turn.")
        yield MustHave("country", text % {"work": names})
    if with_signal(works, Signal.PERSONAL_DATA, Signal.OWN_SECRETS):
        yield MustHave("agreement", _("An agreement on personal data is signed before any is sent."))
    if with_signal(works, Signal.OWN_SECRETS):
        yield MustHave("secrecy", _("A confidentiality agreement is signed before we show you anything."))
    if with_signal(works, Signal.WITH_CONDITIONS):
        text = _("Nothing goes abroad before the agreement or approval it needs is there in writing.")
        yield MustHave("conditions", text)
    match model:
        case Column.KPO:
            text = _("The people named in your offer do the work, and are not exchanged without our consent.")
            yield MustHave("names", text)
        case Column.ITO:
            yield MustHave("accounts", _("The master accounts are in our name from the first day."))
    yield MustHave("reference", _("We may telephone a client whose work with you is like ours."))

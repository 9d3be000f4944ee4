"""Our words for a brief: made from the answers a report rests on, until its owner puts their own in their place.

What is not the owner's to tell strangers is never in them (words.py); what only the owner knows is a gap.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column
from recommendations.beside.brief import words
from recommendations.beside.brief.marked import row
from recommendations.beside.brief.questions import (
    Work,
    conditions_of,
    questions_of,
    with_signal,
    works_of,
)
from recommendations.beside.brief.scopes import scope_of
from recommendations.days import is_sound
from recommendations.models import Report
from recommendations.reports import wording
from recommendations.reports.frozen import answers_of

HEAD: Final = "head"  # the title and what stands below it: no part, and always told
WHO, WORK, VOLUME, SYSTEMS, RULES, MEASURES, ASK, CHOOSE = (
    *("who", "work", "volume", "systems", "rules", "measures"),
    *("ask", "choose"),
)
TITLES: Final[Mapping[str, Any]] = {
    WHO: gettext_lazy("Who we are"),
    WORK: gettext_lazy("The work"),
    VOLUME: gettext_lazy("How much, and when"),
    SYSTEMS: gettext_lazy("Systems and data"),
    RULES: gettext_lazy("Rules to keep"),
    MEASURES: gettext_lazy("How we measure"),
    ASK: gettext_lazy("What we ask you to answer"),
    CHOOSE: gettext_lazy("How we choose, and when"),
}
PARTS: Final = tuple(TITLES)
CONTACT, DUE, SIZE, PROGRAMS = "contact", "deadline", "size", "programs"
NUMBER, PEAKS, SCOPE = "number-", "peaks-", "scope-"
MOST_NAMED: Final = 3
WEEK: Final = timedelta(days=7)
SATURDAY: Final = 5
# What is noted beside these questions belongs to a part, where the owner wants notes told.
NOTED: Final[Mapping[str, tuple[str, ...]]] = {
    WHO: ("industry",),
    WORK: ("method", "ties", "current"),
    VOLUME: ("volume", "growth", "on_time"),
    SYSTEMS: ("system_state", "documented", "program", "data"),
    RULES: ("data_place", "legal_limit", "location", "security_worry"),
    MEASURES: ("judged_by",),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What only the owner knows: `label` names it in the text, `name` beside its field; `parts` are where it stands."""

    key: str
    label: str
    name: str
    parts: frozenset[str]
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the owner chose to tell, and what they filled in, by the gap's key."""

    works_out: frozenset[str] = frozenset()
    without_names: bool = False
    with_notes: bool = False
    with_secrets: bool = False
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief in our words: `texts` by part, `heads` of the parts that hold a table."""

    title: str
    lead: str
    texts: Mapping[str, str]
    heads: Mapping[str, tuple[str, ...]]
    gaps: tuple[Gap, ...]
    works: tuple[Work, ...]


def write(report: Report, model: str, chosen: Chosen) -> Draft:
    """Write a brief for one kind of partner; the language of this visit is the report's."""
    return _BriefWriter(report, model, chosen).draft()


class _BriefWriter:
    def __init__(self, report: Report, model: str, chosen: Chosen) -> None:
        self.report, self.model, self.chosen = report, model, chosen
        self.all_works = works_of(report, model)
        self.works = tuple(work for work in self.all_works if work.key not in chosen.works_out)
        answers = answers_of(report.data)
        self.company = {question: answer for (about, question), answer in answers.items() if about == flow.ORGANISATION}
        self.gaps: dict[str, Gap] = {}
        self.part = HEAD

    def draft(self) -> Draft:
        lead = self._lead()
        writers: Mapping[str, Callable[[], str]] = {
            WHO: self._who,
            WORK: self._work,
            VOLUME: self._volume,
            SYSTEMS: self._systems,
            RULES: self._rules,
            MEASURES: self._measures,
            ASK: self._ask,
            CHOOSE: self._choose,
        }
        texts = {}
        for self.part, write_part in writers.items():
            texts[self.part] = write_part()
        if self.chosen.with_notes:
            texts = {key: _joined((text, *self._notes(key))) for key, text in texts.items()}
        heads = {WORK: (_("You do"), _("We keep")), VOLUME: (_("How much"), _("Peaks"))}
        return Draft(self._title(), lead, texts, heads, tuple(self.gaps.values()), self.all_works)

    def _gap(self, key: str, label: str, *, work: Work | None = None, is_date: bool = False) -> str:
        """Give what the owner filled in, or the gap."""
        about = f"{wording.opened_text(label)}: {work.name}" if work and len(self.works) > 1 else label
        known = self.gaps.get(key)
        parts = frozenset((self.part,)) | (known.parts if known else frozenset())
        self.gaps[key] = Gap(key, label, wording.opened_text(about), parts, is_date=is_date)
        return self.chosen.fills.get(key, "") or f"[{label}]"

    def _title(self) -> str:
        if not self.works:
            return _("What we need, and what we ask you")
        names = wording.listed(work.name for work in self.works)
        if len(self.works) > MOST_NAMED:
            names = _("%(count)s kinds of work") % {"count": wording.number(len(self.works))}
        return _("%(work)s: what we need, and what we ask you") % {"work": wording.opened_text(names)}

    def _lead(self) -> str:
        parts = {
            "date": self._due_in_words(),
            "contact": self._gap(CONTACT, _("name and e-mail of whoever answers questions")),
        }
        return (
            _("We send this to several providers on the same day. Please answer by %(date)s, to %(contact)s.") % parts
        )

    def _due(self) -> date | None:
        """Give the day, where weeks can be counted from it; any other stays a gap, as it could not be changed else."""
        try:
            day = date.fromisoformat(self.chosen.fills.get(DUE, ""))
        except ValueError:
            return None
        return day if is_sound(day) else None

    def _due_in_words(self) -> str:
        due = self._due()
        label = _("day by which answers are due")
        gap = self._gap(DUE, label, is_date=True)
        return date_format(due, "DATE_FORMAT") if due else gap

    def _who(self) -> str:
        trade = words.TRADES.get(self.company.get("industry", ""), words.A_COMPANY)
        size = self._gap(SIZE, _("how many people, and where"))
        name = "" if self.chosen.without_names else self.report.data["organisation"]
        if name:
            who = _("%(organisation)s is %(trade)s: %(size)s.") % {"organisation": name, "trade": trade, "size": size}
        else:
            who = _("We are %(trade)s: %(size)s.") % {"trade": trade, "size": size}
        if self.chosen.without_names:
            who = f"{who} {_('You hear our name when we ask you to talk.')}"
        today = (
            line % {"work": self._names(works)} for line, works in self._alike("current", words.WHO_DOES_IT).items()
        )
        return _joined((who, " ".join(today)))

    def _work(self) -> str:
        return _joined(self._scope(work) for work in self.works) or f"[{_('which work it is')}]"

    def _scope(self, work: Work) -> str:
        scope = scope_of(work.key, get_language() or "")
        do = scope.do if scope else self._gap(SCOPE + work.key, _("what belongs to it"), work=work)
        keep = scope.keep if scope else _("The decisions, and the last look at every result.")
        lines = [_stopped(do), str(words.METHODS.get(work.answers.get("method", ""), ""))]
        if work.is_later:
            lines.append(_("It follows later: we prepare it first."))
        cells = ((_("You do"), " ".join(filter(None, lines))), (_("We keep"), _stopped(keep)))
        return row(work.title, cells)

    def _volume(self) -> str:
        rows = _joined(self._how_much(work) for work in self.works) or f"[{_('how much work it is')}]"
        return _joined((rows, str(words.GROWTH.get(self.company.get("growth", ""), ""))))

    def _how_much(self, work: Work) -> str:
        number = self._gap(NUMBER + work.key, str(words.HOW_MANY[self.model]), work=work)
        is_told = bool(self.chosen.fills.get(NUMBER + work.key))
        usual = "" if is_told else str(words.VOLUMES.get(work.answers.get("volume", ""), ""))
        peaks = _("None that we know of")
        match work.answers.get("on_time"):
            case "slips_at_peaks" | "slips_often":
                peaks = self._gap(PEAKS + work.key, _("when it peaks"), work=work)
        cells = ((_("How much"), f"{usual} {_stopped(number)}".strip()), (_("Peaks"), peaks))
        return row(work.title, cells)

    def _systems(self) -> str:
        parts = []
        if any(work.answers.get("system_state") != flow.NOT_APPLICABLE for work in self.works):
            programs = self._gap(PROGRAMS, _("names of the programs"))
            parts.append(_("The work runs on %(programs)s.") % {"programs": programs})
        lines: dict[str, list[Work]] = {}
        for work in self.works:
            state = str(words.SYSTEMS.get(work.answers.get("system_state", ""), ""))
            steps = str(words.STEPS.get(work.answers.get("documented", ""), ""))
            if line := " ".join(filter(None, (state, steps))):
                lines.setdefault(line, []).append(work)
        parts.append(_list(f"{wording.opened_text(self._names(works))}: {line}" for line, works in lines.items()))
        parts.append(" ".join(self._data()))
        return _joined(parts)

    def _data(self) -> Iterable[str]:
        told = {**words.DATA, **(words.SECRETS if self.chosen.with_secrets else {})}
        for line, works in self._alike("data", told).items():
            yield line % {"work": self._names(works)}
        if any(work.answers.get("system_state") == "modern" for work in self.works):
            yield _("You work inside our systems, each of your people under a name of their own.")

    def _rules(self) -> str:
        must = [condition.text for condition in conditions_of(self.report, self.model, self.works)]
        signals = frozenset[str]().union(*(work.signals for work in self.works))
        then = []
        if with_signal(self.works, Signal.PERSONAL_DATA, Signal.OWN_SECRETS):
            then.append(_("Everyone who sees our data does so under a name of their own, and there is a log of it."))
        match self.company.get("location"):
            case "local_language":
                then.append(_("The people we deal with speak our language and know how things are done here."))
            case "same_hours":
                then.append(_("Your people are at work when we are."))
        if self.company.get("security_worry") == "in_hand":
            then.append(_("Our rules for passwords, devices and backups are yours too."))
        if Signal.CHANGES_AT_ONCE in signals:
            then.append(_("When we change how it is done, it is done that way the next day."))
        if Signal.ANSWERED_IN_PUBLIC in signals:
            then.append(_("You say nothing about this work outside without our word."))
        if any(work.answers.get("answers_for") == "customers" for work in self.works):
            then.append(_("Our customers notice when it goes wrong: you tell us of a mistake the same day."))
        then.append(
            {
                Column.BPO: _("What the steps do not cover comes to us before it is done."),
                Column.KPO: _("You advise, and we decide."),
                Column.ITO: _("Nothing that runs is changed without our word, except to mend it."),
            }[Column(self.model)]
        )
        then.append(_("You tell us before people, places or firms you hire in turn change."))
        return _joined((_("Must be met, whatever else speaks for you:"), _list(must), _("While it runs:"), _list(then)))

    def _measures(self) -> str:
        return "\n".join(str(line) for line in words.MEASURES[self.model])

    def _ask(self) -> str:
        return "\n".join(f"{asked.number}. {asked.text}" for asked in questions_of(self.report, self.model))

    def _choose(self) -> str:
        how = _(
            "Every answer gets a mark from 0 to 4, and what matters most to us counts up to three times. Whoever "
            "cannot meet what must be met is out, whatever the marks."
        )
        return _joined((how, self._dates()))

    def _dates(self) -> str:
        due, trial = self._due(), self._trial()
        lines = (
            (-1, _("A week before"), _("your questions to us")),
            (0, self._due_in_words(), _("your answers")),
            (1, _("A week later"), _("an hour with each of you")),
            (2, _("Two weeks later"), _("we decide, and tell everyone why")),
            (4, _("Four weeks later"), trial),
        )
        return "\n".join(
            f"{date_format(_weekday(due + weeks * WEEK), 'DATE_FORMAT') if due and weeks else name}: {what}"
            for weeks, name, what in lines
        )

    def _trial(self) -> str:
        first = next((work for work in self.works if not work.is_later), None) or next(iter(self.works), None)
        match self.model:
            case Column.KPO:
                return _("a first question, as a trial")
            case Column.ITO:
                return _("the move is tried with a copy, and so is the way back")
        return _("a trial with %(work)s") % {"work": first.name} if first else _("a trial")

    def _notes(self, part: str) -> Iterable[str]:
        notes = self.report.data["inputs"]["notes"]
        for question in NOTED.get(part, ()):
            if notes.get(question, "").strip():
                yield " ".join(notes[question].split())

    def _alike(self, question: str, told: Mapping[str, Any]) -> dict[str, list[Work]]:
        """Put functions of which the same is told together."""
        alike: dict[str, list[Work]] = {}
        for work in self.works:
            if text := str(told.get(work.answers.get(question, ""), "")):
                alike.setdefault(text, []).append(work)
        return alike

    @staticmethod
    def _names(works: Iterable[Work]) -> str:
        return wording.listed(work.name for work in works)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _stopped(text: str) -> str:
    """End it as a sentence."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day

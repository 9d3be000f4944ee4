"""One step's page as it was sent: what it asks, what was typed, what is wrong with it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.answering.forms import posted
from assessments.answering.forms.posted import Difference, UnreadableError
from assessments.answering.sheet import Sheet
from assessments.edition import flow

NOTE: Final = "note--"
SHARE: Final = "share"


def field_name(place: flow.Place) -> str:
    function, question = place
    return f"{function}--{question}" if function else question


class StepForm:
    """The fields of one step.

    Not a `django.forms.Form`: a page has up to fifty fields that are all alike, and making a field object for each
    of them costs more than saving the answers does.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    def __init__(self, data: QueryDict, *, sheet: Sheet, step: flow.Step) -> None:
        self.sheet = sheet
        self.step = step
        self.posted = posted.read(data)
        self.answers: dict[flow.Place, str] = {}
        self.notes: dict[str, str] = {}
        self.shares: dict[str, int] = {}
        self._wrong: dict[str, str] = {}
        for name, value in self.posted.fields.items():
            self._take(name, value)
        self._leave_stored()

    @property
    def version(self) -> int:
        return self.posted.version

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What to send again from a page in between."""
        return tuple(self.posted.fields.items())

    @cached_property
    def questions(self) -> tuple[flow.Question, ...]:
        return tuple(question for question in self.sheet.edition.questions if question.step == self.step.slug)

    @cached_property
    def open_places(self) -> tuple[flow.Place, ...]:
        """What the step asks and nobody has answered, with what was just typed taken into account."""
        told = self.told
        asked = flow.asked(self.sheet.edition, self.sheet.functions, told, self.step.slug)
        return tuple(place for place in asked if not told.get(place))

    @cached_property
    def told(self) -> dict[flow.Place, str]:
        """What was typed, on top of the stored answers where a condition or a “keep what is stored” needs them."""
        by_key = self.sheet.edition.question_by_key
        elsewhere = any(q.condition and by_key[q.condition.question].step != q.step for q in self.questions)
        stored = {
            place: answer
            for place, answer in (self.sheet.answers.items() if elsewhere or self.posted.keep else ())
            if by_key[place[1]].step != self.step.slug or self._is_left(field_name(place))
        }
        return {**stored, **{place: answer for place, answer in self.answers.items() if answer}}

    @cached_property
    def errors(self) -> dict[str, str]:
        """The sentence for each field that cannot be accepted, in the order of the page."""
        missing = {} if self.posted.is_later else {field_name(place): self._ask(place) for place in self.open_places}
        wrong = {**missing, **self._wrong}
        return {name: wrong[name] for name in self._page_order() if name in wrong}

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def is_in_full(self) -> bool:
        """Whether nothing is left open, so that the step may count as done."""
        wants_functions = any(question.scope is flow.Scope.FUNCTION for question in self.questions)
        return not self.open_places and not (wants_functions and not self.sheet.functions)

    def drop_blanks(self) -> None:
        """Leave out what was left empty: in a stale tab that says nothing about what was stored meanwhile."""
        self.answers = {place: answer for place, answer in self.answers.items() if answer}
        self.notes = {question: note for question, note in self.notes.items() if note}

    def differences(self, fresh: Sheet) -> Iterator[Difference]:
        """Compare with what is stored now. What is empty there is no conflict: nothing would be lost."""
        for (function, key), answer in self.answers.items():
            question = fresh.edition.question_by_key[key]
            stored = fresh.answers.get((function, key), "")
            # An own function may have been replaced by another one, so an empty place there is news too.
            if stored != answer and (stored or function in flow.OWN_KEYS):
                name = field_name((function, key))
                yield Difference(
                    name, self._label(function, question), words(question, stored), words(question, answer)
                )
        for key, note in self.notes.items():
            if fresh.notes.get(key, note) != note:
                label = _("Note on “%(question)s”") % {"question": fresh.edition.question_by_key[key].short}
                yield Difference(f"{NOTE}{key}", label, fresh.notes[key], note)

    def _take(self, name: str, value: str) -> None:
        first, parted, last = name.rpartition("--")
        if name.startswith(NOTE):
            self._take_note(name, self._question(name.removeprefix(NOTE)), value)
        elif parted and last == SHARE and self._asks_share:
            self._take_share(name, first, value)
        else:
            self._take_answer(name, (first, last), value)

    def _take_answer(self, name: str, place: flow.Place, value: str) -> None:
        function, key = place
        question = self._question(key)
        wanted = flow.Scope.FUNCTION if function else flow.Scope.ORGANISATION
        is_own = function in flow.OWN_KEYS
        if question.scope is not wanted or name != field_name(place) or (question.own_functions_only and not is_own):
            raise UnreadableError
        if function and function not in self.sheet.rows:
            raise UnreadableError
        if value and value not in question.allowed:
            self._wrong[name] = _("%(question)s: choose one of the answers listed") % {
                "question": self._label(function, question)
            }
            return
        self.answers[place] = value

    def _take_note(self, name: str, question: flow.Question, value: str) -> None:
        note = posted.tidy(value)
        wrong = posted.problem(note, posted.LONGEST_NOTE)
        if wrong:
            self._wrong[name] = _("Note on “%(question)s”: %(problem)s") % {
                "question": question.short,
                "problem": wrong,
            }
        self.notes[question.key] = posted.showable(note)

    def _take_share(self, name: str, function: str, value: str) -> None:
        row = self.sheet.rows.get(function)
        if row is None:
            raise UnreadableError
        if value not in map(str, flow.SHARES):
            self._wrong[name] = _("%(function)s: choose how much time it takes") % {"function": row.name}
            return
        self.shares[function] = int(value)

    def _leave_stored(self) -> None:
        """Give way where the respondent chose to keep what another tab had saved."""
        self.answers = {p: answer for p, answer in self.answers.items() if not self._is_left(field_name(p))}
        self.notes = {key: note for key, note in self.notes.items() if not self._is_left(f"{NOTE}{key}")}

    def _is_left(self, name: str) -> bool:
        return self.posted.keep.get(name) == posted.STORED

    def _question(self, key: str) -> flow.Question:
        question = self.sheet.edition.question_by_key.get(key)
        if question is None or question.step != self.step.slug:
            raise UnreadableError
        return question

    @property
    def _asks_share(self) -> bool:
        return self.step.slug == self.sheet.edition.steps[0].slug

    def _label(self, function: str, question: flow.Question) -> str:
        if not function:
            return question.text
        return f"{self.sheet.rows[function].name}: {question.short}"

    def _ask(self, place: flow.Place) -> str:
        function, key = place
        question = self.sheet.edition.question_by_key[key]
        if not function:
            return _("Answer “%(question)s” or choose “I don’t know”") % {"question": question.text}
        return _("%(function)s: answer “%(question)s” or choose “I don’t know”") % {
            "function": self.sheet.rows[function].name,
            "question": question.short,
        }

    def _page_order(self) -> Iterator[str]:
        organisation = [question.key for question in self.questions if question.scope is flow.Scope.ORGANISATION]
        columns = [question.key for question in self.questions if question.scope is flow.Scope.FUNCTION]
        for key in organisation:
            yield from (key, f"{NOTE}{key}")
        for function in self.sheet.rows:
            yield from (f"{function}--{key}" for key in (*columns, SHARE))
        yield from (f"{NOTE}{key}" for key in columns)


def words(question: flow.Question, answer: str) -> str:
    """Say an answer as the page words it."""
    match answer:
        case "":
            return _("Not answered")
        case flow.DONT_KNOW:
            return _("I don’t know")
        case flow.NOT_APPLICABLE:
            return _("Doesn’t apply")
        case _:
            choice = question.choice_by_key[answer]
            return choice.label if question.scope is flow.Scope.FUNCTION else choice.text

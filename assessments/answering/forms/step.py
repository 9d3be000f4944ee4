"""One step's page: a field for each answer, note and share of time, and what is wrong with what was sent."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.answering.forms.base import STORED, PageForm, problem, showable, tidy
from assessments.answering.sheet import Sheet
from assessments.answering.wording import answer_text, blank_answers
from assessments.edition import flow
from assessments.models import SelectedFunction

NOTE: Final = "note--"
SHARE: Final = "share"
LONGEST_NOTE: Final = 1000
SELECT_CELL: Final = "assessments/step/select_cell.html"
LONG: Final = 28  # characters that stand on two lines of a narrow tile


def field_name(place: flow.Place) -> str:
    function, question = place
    return f"{function}--{question}" if function else question


class StepField(forms.Field):
    """A field of a step's page; one that was not sent shows what is stored."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def stored(self, sheet: Sheet) -> str:
        """Look up what is stored for this field."""
        raise NotImplementedError

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data


class ChoiceAnswer(StepField):
    """An answer to a question that offers choices: tiles where it is about the organisation, a list in the matrix."""

    tile_template = "assessments/step/choice.html"
    cell_template = SELECT_CELL

    def __init__(
        self, question: flow.Question, edition: flow.Edition, function: SelectedFunction | None = None
    ) -> None:
        super().__init__()
        self.question, self.edition, self.function = question, edition, function
        self.place: flow.Place = (function.key if function else flow.ORGANISATION, question.key)

    def stored(self, sheet: Sheet) -> str:
        return sheet.answers.get(self.place, "")

    def to_python(self, value: str | None) -> str:
        return value or ""

    def validate(self, value: str) -> None:
        if value and not self.edition.fits(self.place, value):
            raise ValidationError(_("%(question)s: choose one of the answers listed") % {"question": self.title})

    @property
    def title(self) -> str:
        return f"{self.function.name}: {self.question.short}" if self.function else self.question.text

    @property
    def missing(self) -> str:
        """What is said where it is asked and left open."""
        if not self.function:
            return _("Answer “%(question)s” or choose “I don’t know”") % {"question": self.question.text}
        names = {"function": self.function.name, "question": self.question.short}
        return _("%(function)s: answer “%(question)s” or choose “I don’t know”") % names

    @staticmethod
    def options(question: flow.Question) -> list[dict[str, str]]:
        """List the choices as the page words them; in the matrix there is no room for more than their short names."""
        if question.scope is flow.Scope.ORGANISATION:
            return [{"value": choice.key, "text": choice.text} for choice in question.choices]
        choices = [{"value": choice.key, "text": choice.label} for choice in question.choices]
        return [{"value": "", "text": _("Choose")}, *choices, *blank_answers()]

    @staticmethod
    def is_long(question: flow.Question) -> bool:
        return max(len(choice.text) for choice in question.choices) > LONG


class NoteField(StepField):
    """A note on a question about the organisation, or on a whole column of the matrix."""

    def __init__(self, question: flow.Question) -> None:
        super().__init__()
        self.question = question

    def stored(self, sheet: Sheet) -> str:
        return sheet.notes.get(self.question.key, "")

    def to_python(self, value: str | None) -> str:
        text = tidy(value or "")
        wrong = problem(text, LONGEST_NOTE)
        if wrong:
            words = {"question": self.question.short, "problem": wrong}
            raise ValidationError(_("Note on “%(question)s”: %(problem)s") % words)
        return text

    def bound_data(self, data: str | None, initial: str) -> str:
        return initial if data is None else showable(tidy(data))


class ShareField(StepField):
    """How much of the team's time a function takes, compared with the others."""

    cell_template = SELECT_CELL

    def __init__(self, function: SelectedFunction) -> None:
        super().__init__()
        self.function = function

    def stored(self, sheet: Sheet) -> str:
        return str(sheet.rows[self.function.key].share)

    def to_python(self, value: str | None) -> int | None:
        if value is None:
            return None
        if value not in map(str, flow.SHARES):
            raise ValidationError(_("%(function)s: choose how much time it takes") % {"function": self.function.name})
        return int(value)

    @staticmethod
    def options() -> list[dict[str, str]]:
        return [{"value": str(share), "text": str(SelectedFunction.Share(share).label)} for share in flow.SHARES]


# The kinds of question, each with its field, its check and its templates. Editions know one kind so far.
KINDS: Final = {"choice": ChoiceAnswer}


def kind_of(_question: flow.Question) -> type[ChoiceAnswer]:
    return KINDS["choice"]


class StepForm(PageForm):
    """The fields of one step; without data it shows what is stored.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    def __init__(self, data: QueryDict | None = None, *, sheet: Sheet, step: flow.Step) -> None:
        super().__init__(data)
        self.sheet, self.step = sheet, step
        self.questions = tuple(question for question in sheet.edition.questions if question.step == step.slug)
        self.asks_share = step == sheet.edition.steps[0]
        self.answers: dict[flow.Place, str] = {}
        self.notes: dict[str, str] = {}
        self.shares: dict[str, int] = {}
        self.open_places: tuple[flow.Place, ...] = ()
        self.fields.update(self._make_fields())
        if data is not None:
            self.read(data)

    def _make_fields(self) -> Iterator[tuple[str, StepField]]:
        """Make the fields in the order of the page."""
        edition = self.sheet.edition
        columns = self.of_scope(flow.Scope.FUNCTION)
        for question in self.of_scope(flow.Scope.ORGANISATION):
            yield question.key, kind_of(question)(question, edition)
            yield f"{NOTE}{question.key}", NoteField(question)
        for function in self.sheet.rows.values():
            for question in columns:
                if edition.makes_sense(question, function.key):
                    yield field_name((function.key, question.key)), kind_of(question)(question, edition, function)
            if self.asks_share:
                yield f"{function.key}--{SHARE}", ShareField(function)
        for question in columns:
            yield f"{NOTE}{question.key}", NoteField(question)

    def of_scope(self, scope: flow.Scope) -> list[flow.Question]:
        return [question for question in self.questions if question.scope is scope]

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if isinstance(field, StepField):
            return field.stored(self.sheet)
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> None:
        """Sort what was sent; a field that was not sent, or is to stay as another tab saved it, is not touched."""
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if name not in self.sent or self.keep.get(name) == STORED:
                continue
            if isinstance(field, ChoiceAnswer):
                self.answers[field.place] = value
            elif isinstance(field, NoteField):
                self.notes[field.question.key] = value
            elif isinstance(field, ShareField):
                self.shares[field.function.key] = value
        answers = self._answers_now()
        asked = flow.asked(self.sheet.edition, self.sheet.functions, answers, self.step.slug)
        self.open_places = tuple(place for place in asked if not answers.get(place))
        for place in () if self.is_later else self.open_places:
            field = self.fields[field_name(place)]
            if field_name(place) not in self.errors and isinstance(field, ChoiceAnswer):
                self.add_error(field_name(place), field.missing)

    def _answers_now(self) -> flow.Answers:
        """Put what was sent on top of the stored answers, which are read only where something depends on them."""
        by_key = self.sheet.edition.question_by_key
        depends = any(q.condition and by_key[q.condition.question].step != q.step for q in self.questions)
        stored = {
            place: answer
            for place, answer in (self.sheet.answers.items() if depends or self.keep else ())
            if by_key[place[1]].step != self.step.slug or self.keep.get(field_name(place)) == STORED
        }
        return {**stored, **{place: answer for place, answer in self.answers.items() if answer}}

    @property
    def is_in_full(self) -> bool:
        """Whether nothing is left open, so that the step may count as done."""
        wants_functions = bool(self.of_scope(flow.Scope.FUNCTION))
        return not self.open_places and not (wants_functions and not self.sheet.functions)

    @cached_property
    def _shown_answers(self) -> flow.Answers:
        self.is_valid()  # sorts what was sent
        return {**self.sheet.answers, **self.answers}

    def is_shown(self, question: flow.Question, function: flow.Selected | None = None) -> bool:
        """Leave out what is asked only after an answer in another step; on the same page a sentence says when."""
        edition = self.sheet.edition
        if not edition.makes_sense(question, function.key if function else flow.ORGANISATION):
            return False
        if question.condition is None:
            return True
        other = edition.question_by_key[question.condition.question]
        return other.step == question.step or edition.asks(question, function, self._shown_answers)

    def drop_blanks(self) -> None:
        """Leave out what was left empty: in a stale tab that says nothing about what was stored meanwhile."""
        self.answers = {place: answer for place, answer in self.answers.items() if answer}
        self.notes = {question: note for question, note in self.notes.items() if note}

    def differences(self, fresh: Sheet) -> Iterator[dict[str, str]]:
        """Compare with what is stored now. What is empty there is no conflict: nothing would be lost."""
        by_key = fresh.edition.question_by_key
        for place, answer in self.answers.items():
            stored = fresh.answers.get(place, "")
            field = self.fields[field_name(place)]
            # An own function may have been replaced by another one, so an empty place there is news too.
            if stored != answer and (stored or place[0] in flow.OWN_KEYS) and isinstance(field, ChoiceAnswer):
                yield {
                    "name": field_name(place),
                    "label": field.title,
                    "stored": answer_text(by_key[place[1]], stored),
                    "typed": answer_text(by_key[place[1]], answer),
                }
        for key, note in self.notes.items():
            if fresh.notes.get(key, note) != note:
                label = _("Note on “%(question)s”") % {"question": by_key[key].short}
                yield {"name": f"{NOTE}{key}", "label": label, "stored": fresh.notes[key], "typed": note}

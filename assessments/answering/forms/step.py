"""One step's page: a field for each answer, note and share of time, and what of what was sent is to be saved."""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.answering.forms.base import STORED, TYPED, PageForm, UnreadableError, is_plain, problem, showable, tidy
from assessments.answering.sheet import Sheet
from assessments.answering.wording import answer_text
from assessments.edition import flow
from assessments.models import SelectedFunction

NOTE: Final = "note--"
SHARE: Final = "share"
CONFIRMED: Final = "confirmed"
SEEN: Final = "seen"
LONGEST_NOTE: Final = 1000
LONGEST_SEEN: Final = 40_000
LONGEST_KEY: Final = 40  # longer values are known by their digest


def field_name(place: flow.Place) -> str:
    function, question = place
    return f"{function}--{question}" if function else question


class StepField(forms.Field):
    """A field of a step's page; one that was not sent shows what is stored."""

    def __init__(self) -> None:
        super().__init__(required=False)

    @property
    def title(self) -> str:
        """Name the field in a sentence."""
        raise NotImplementedError

    def stored(self, sheet: Sheet) -> str:
        """Look up what is stored for this field."""
        raise NotImplementedError

    def words(self, value: str) -> str:
        """Put one of its values into words."""
        raise NotImplementedError

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data


class ChoiceAnswer(StepField):
    """An answer to a question that offers choices."""

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

    def words(self, value: str) -> str:
        return answer_text(self.question, value if value in self.question.allowed else "")


class NoteField(StepField):
    """A note on a question about the organisation, or on one about functions, for all of them."""

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

    @property
    def title(self) -> str:
        return _("Note on “%(question)s”") % {"question": self.question.short}

    def words(self, value: str) -> str:
        return value or _("No note")


class ShareField(StepField):
    """How much of the team's time a function takes, compared with the others."""

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

    @property
    def title(self) -> str:
        return _("%(function)s: the time it takes") % {"function": self.function.name}

    def words(self, value: str) -> str:
        return str(SelectedFunction.Share(int(value)).label)

    @staticmethod
    def options() -> list[dict[str, str]]:
        return [{"value": str(share), "text": str(SelectedFunction.Share(share).label)} for share in flow.SHARES]


class ConfirmField(StepField):
    """“That is how it is with us”: one tick for all that a card assumes about a function.

    `places` are the typical answers that the page shows of it, also those asked only after another answer.
    """

    def __init__(self, step: flow.Step, places: Mapping[flow.Place, str]) -> None:
        super().__init__()
        self.step = step
        self.places = places

    def stored(self, sheet: Sheet) -> str:
        return "" if sheet.assumed.keys() & self.places.keys() else self.step.slug

    def to_python(self, value: str | None) -> str:
        if value not in {None, "", self.step.slug}:
            raise UnreadableError
        return value or ""


# The kinds of question, each with its field, its check and its templates. Editions know one kind so far.
KINDS: Final = {"choice": ChoiceAnswer}


def kind_of(_question: flow.Question) -> type[ChoiceAnswer]:
    return KINDS["choice"]


class StepForm(PageForm):
    """The fields of one step; without data it shows what is stored.

    The first step's page shows what is usual in every step; with `gathers` False, where all steps stand on one page,
    each shows its own. A browser's page also sends `seen`: what it showed as stored. A field is saved only where it
    differs from that, so that a page never takes back what it did not touch, and two pages meet in the one field that
    both changed.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    def __init__(self, data: QueryDict | None = None, *, sheet: Sheet, step: flow.Step, gathers: bool = True) -> None:
        super().__init__(data)
        self.sheet, self.step = sheet, step
        self.questions = tuple(question for question in sheet.edition.questions if question.step == step.slug)
        self.asks_share = step == sheet.edition.steps[0]
        self.gathers = gathers and self.asks_share
        # Of every function that was ever chosen: another tab may have taken one out of a page that is open.
        ever = tuple(flow.Selected(row.key, row.name, row.share) for row in sheet.rows.values())
        self.usual = flow.typical(sheet.edition, ever)
        self.values: dict[str, Any] = {}  # what was sent and may be saved, by field
        self._confirmed: set[str] = set()
        self.parts = dict(self._make_fields())
        self.fields.update(self.parts)
        self.fields[SEEN] = forms.CharField(required=False)
        self.seen: _Seen | None = None
        if data is not None:
            self.read(data)
            text = self.sent.pop(SEEN, None)
            self.seen = None if text is None else _Seen.read(text)

    def _make_fields(self) -> Iterator[tuple[str, StepField]]:
        """Make the fields in the order of the page."""
        edition = self.sheet.edition
        columns = self.of_scope(flow.Scope.FUNCTION)
        for function in self.sheet.rows.values():
            for question in columns:
                if edition.makes_sense(question, function.key):
                    yield field_name((function.key, question.key)), kind_of(question)(question, edition, function)
            if self.asks_share:
                yield f"{function.key}--{SHARE}", ShareField(function)
            places = self._usual_of(function.key)
            for place in places:
                asked = edition.question_by_key[place[1]]
                if asked not in columns:
                    yield field_name(place), kind_of(asked)(asked, edition, function)
            if any(self.is_asked(place, self.sheet.answers) for place in places):
                yield f"{function.key}--{CONFIRMED}", ConfirmField(self.step, places)
        for question in columns:
            yield f"{NOTE}{question.key}", NoteField(question)
        for question in self.of_scope(flow.Scope.ORGANISATION):
            yield question.key, kind_of(question)(question, edition)
            yield f"{NOTE}{question.key}", NoteField(question)

    def _usual_of(self, function: str) -> dict[flow.Place, str]:
        """Give the typical answers about a function that this page shows.

        The first step has those of all steps, so that one look and one tick settle what the catalogue knows.
        """
        by_key = self.sheet.edition.question_by_key
        return {
            place: answer
            for place, answer in self.usual.items()
            if place[0] == function
            and (self.gathers or by_key[place[1]].step == self.step.slug)
            and self.sheet.edition.makes_sense(by_key[place[1]], function)
        }

    def is_asked(self, place: flow.Place, answers: flow.Answers) -> bool:
        """Whether a question is asked about a function, with typical answers behind those given."""
        function, question = place
        edition = self.sheet.edition
        likely = {**self.usual, **answers}
        return edition.asks(edition.question_by_key[question], flow.Selected(function, ""), likely)

    def of_scope(self, scope: flow.Scope) -> list[flow.Question]:
        return [question for question in self.questions if question.scope is scope]

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if isinstance(field, StepField):
            return field.stored(self.sheet)
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> None:
        """Sort what was sent; a field that was not sent, or is to stay as another page saved it, is not touched."""
        for name, value in self.cleaned_data.items():
            if name in self.sent and self.keep.get(name) != STORED and not isinstance(self.fields[name], ConfirmField):
                self.values[name] = value
        for name, field in self.parts.items():
            if isinstance(field, ConfirmField):
                self._confirm(name, field)
        self._leave_assumed()

    def _confirm(self, name: str, field: ConfirmField) -> None:
        """Take what a card assumes for given where it is ticked, and back where the tick was taken away."""
        given = self._answers_now()
        asked = {place: typical for place, typical in field.places.items() if self.is_asked(place, given)}
        was_confirmed = self.seen and self.seen.values.get(name)
        for place, typical in asked.items():
            answer = field_name(place)
            if self.keep.get(answer) in {STORED, TYPED} or answer in self.errors:
                continue
            if self.sent.get(name):
                self.values[answer] = self.values.get(answer) or typical
                self._confirmed.add(answer)
            elif was_confirmed and self.values.get(answer) == typical:
                self.values[answer] = ""

    def _leave_assumed(self) -> None:
        """Leave out the typical answers that a page sends along because it showed them as chosen, and nobody gave."""
        for place, typical in self.usual.items() if self.seen else ():
            answer = field_name(place)
            is_untouched = self.values.get(answer) == typical and not (self.seen and self.seen.values.get(answer))
            if is_untouched and answer not in self._confirmed and self.keep.get(answer) != TYPED:
                del self.values[answer]

    def merge(self, sheet: Sheet, *, version: int = 0, is_whole: bool = True) -> "Changes":
        """Compare what was sent with what is stored now and with what the page had shown.

        `version` is how often the step was saved before this; saving on top of it fails where that is not so. A page
        that was sent whole, by its button, also settles what was to be looked at again.

        Raises:
            UnreadableError: no page of this step can have said how often it was saved.
        """
        if self.version > version:
            raise UnreadableError
        changes = Changes(sheet=sheet, version=version)
        for name, value in self.values.items():
            field = self.parts[name]
            now = field.stored(sheet)
            sent = str(value)
            shown = self._shown(name, field, sheet, is_current=self.version == version)
            is_settled = is_whole and bool(sent) and getattr(field, "place", None) in sheet.look_again
            if (sent == now and not is_settled) or (sent != now and _mark(sent) == shown):
                continue
            if sent == now or shown == _mark(now):
                changes.add(field, value)
            else:
                words = {"label": field.title, "stored": field.words(now), "typed": field.words(sent)}
                changes.differences.append({"name": name, **words})
        return changes

    def _shown(self, name: str, field: StepField, sheet: Sheet, *, is_current: bool) -> str | None:
        """Tell what the page had shown as stored; None where it was about other work of the same place."""
        function = getattr(field, "function", None)
        own = function.key if function and function.key in flow.OWN_KEYS else ""
        if self.seen is None:
            if is_current:
                return _mark(field.stored(sheet))
            # A page that does not say what it showed: where nothing is stored nothing can be lost.
            return None if own else ""
        if own and self.seen.own.get(own) != sheet.rows[own].name:
            return None
        usual = str(flow.USUAL_SHARE) if isinstance(field, ShareField) else ""
        return self.seen.values.get(name, usual)

    def seen_now(self, sheet: Sheet, *, refreshed: Collection[str] | None = None) -> str:
        """Write down what is stored, for the page to send back as `seen`; only of `refreshed`, where that is given."""
        if refreshed is None or self.seen is None:
            seen = _Seen({}, {key: row.name for key, row in sheet.rows.items() if key in flow.OWN_KEYS})
        else:
            seen = _Seen({**self.seen.values}, {**self.seen.own})
        for name, field in self.parts.items():
            is_partial = refreshed is not None and self.seen is not None
            if isinstance(field, ConfirmField):
                seen.values[name] = self.sent.get(name, "") if is_partial else field.stored(sheet)
                continue
            if is_partial and name not in (refreshed or ()):
                continue
            now = field.stored(sheet)
            usual = str(flow.USUAL_SHARE) if isinstance(field, ShareField) else ""
            if now == usual:
                seen.values.pop(name, None)
            else:
                seen.values[name] = _mark(now)
        return seen.write()

    def is_whole(self, changes: "Changes") -> bool:
        """Whether nothing is open once this is saved, so that the step may count as done."""
        wants_functions = bool(self.of_scope(flow.Scope.FUNCTION))
        return not changes.open_places(self.step) and not (wants_functions and not changes.sheet.functions)

    @cached_property
    def likely(self) -> flow.Answers:
        self.is_valid()  # sorts what was sent
        return {**self.usual, **self._answers_now()}

    def _answers_now(self) -> flow.Answers:
        """Put what was sent on top of what is stored."""
        sent = {
            field.place: self.values[name]
            for name, field in self.parts.items()
            if isinstance(field, ChoiceAnswer) and name in self.values
        }
        return {place: answer for place, answer in {**self.sheet.answers, **sent}.items() if answer}

    def is_shown(self, question: flow.Question, function: flow.Selected | None = None) -> bool:
        """Leave out what is asked only after an answer in another step; on the same page a sentence says when."""
        edition = self.sheet.edition
        if not edition.makes_sense(question, function.key if function else flow.ORGANISATION):
            return False
        if question.condition is None:
            return True
        other = edition.question_by_key[question.condition.question]
        return other.step == question.step or edition.asks(question, function, self.likely)


class Changes:
    """What of a page is to be saved on top of one state of the stored answers, and what both changed since."""

    def __init__(self, *, sheet: Sheet, version: int) -> None:
        self.sheet, self.version = sheet, version
        self.answers: dict[flow.Place, str] = {}
        self.notes: dict[str, str] = {}
        self.shares: dict[str, int] = {}
        self.differences: list[dict[str, str]] = []

    def add(self, field: StepField, value: Any) -> None:
        match field:
            case ChoiceAnswer():
                self.answers[field.place] = value
            case NoteField():
                self.notes[field.question.key] = value
            case ShareField():
                self.shares[field.function.key] = value

    def open_places(self, step: flow.Step) -> tuple[flow.Place, ...]:
        """List what the step asks and nobody has answered once this is saved, but for what is assumed."""
        edition, functions = self.sheet.edition, self.sheet.functions
        after = {place: answer for place, answer in {**self.sheet.answers, **self.answers}.items() if answer}
        usual = flow.typical(edition, functions)
        asked = flow.asked(edition, functions, after, step.slug)
        return tuple(place for place in asked if place not in after and place not in usual)


class _Seen:
    """What a page showed as stored: the values of its fields that are not empty, and the names of one's own functions."""

    def __init__(self, values: dict[str, str], own: dict[str, str]) -> None:
        self.values, self.own = values, own

    @classmethod
    def read(cls, text: str) -> "_Seen":
        try:
            values, own = json.loads(text[:LONGEST_SEEN])
        except (ValueError, TypeError, RecursionError):
            raise UnreadableError from None
        for part in (values, own):
            if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
                raise UnreadableError
            # JSON can spell halves of surrogate pairs, which no page could carry.
            if not all(is_plain(character) for text in (*part, *part.values()) for character in text):
                raise UnreadableError
        return cls(values, own)

    def write(self) -> str:
        return json.dumps((self.values, self.own), ensure_ascii=False, separators=(",", ":"))


def _mark(value: str) -> str:
    return value if len(value) <= LONGEST_KEY else sha256(value.encode(errors="replace")).hexdigest()[:LONGEST_KEY]

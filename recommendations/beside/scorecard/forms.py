"""What the page of a scorecard may send: names, marks with a note each, weights and conditions, each in a flat field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.answering.forms.base import LineField, problem, showable, tidy
from recommendations.beside.brief.questions import MustHave, Question
from recommendations.beside.scorecard.totals import MARKS, WEIGHTS, Met

MOST_PROVIDERS: Final = 4
PLACES: Final = tuple(range(1, MOST_PROVIDERS + 1))
LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 500
REMOVE: Final = "remove"
_FIFTH: Final = re.compile(r"name-[0-9]{1,3}", re.ASCII)


def name_of(place: int) -> str:
    return f"name-{place}"


def weight_of(question: int) -> str:
    return f"weight-{question}"


def mark_of(question: int, place: int) -> str:
    return f"mark-{question}-{place}"


def note_of(question: int, place: int) -> str:
    return f"note-{question}-{place}"


def met_of(condition: str, place: int) -> str:
    return f"must-{condition}-{place}"


class ProviderName(LineField):
    """What a provider is called."""

    def __init__(self, place: int) -> None:
        super().__init__(max_length=LONGEST_NAME, required=False)
        self.place = place

    @property
    def title(self) -> str:
        return _("Name of provider %(number)d") % {"number": self.place}


class OneOf(forms.Field):
    """A value out of a few, or none."""

    def __init__(self, title: str, allowed: Sequence[str], wrong: str) -> None:
        super().__init__(required=False)
        self.title, self.allowed, self.wrong = title, allowed, wrong

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if text and text not in self.allowed:
            raise ValidationError(self.wrong)
        return text


class AnswerNote(forms.Field):
    """A note on one answer of one provider."""

    def __init__(self, title: str) -> None:
        super().__init__(required=False)
        self.title = title

    def to_python(self, value: Any) -> str:
        text = tidy(str(value or ""))
        wrong = problem(text, LONGEST_NOTE)
        if wrong:
            raise ValidationError(wrong)
        return text


class ScorecardForm(forms.Form):
    """The page of a scorecard. A field that was not sent is not touched."""

    def __init__(
        self,
        data: QueryDict,
        *,
        questions: Sequence[Question],
        conditions: Sequence[MustHave],
        names: Mapping[int, str],
    ) -> None:
        super().__init__(data)
        self._stored = names
        self.names = {place: str(data.get(name_of(place), "")).strip() or names.get(place, "") for place in PLACES}
        self.fields.update(self._make_fields(questions, conditions))

    def _make_fields(
        self, questions: Sequence[Question], conditions: Sequence[MustHave]
    ) -> Iterator[tuple[str, forms.Field]]:
        for place in PLACES:
            yield name_of(place), ProviderName(place)
        for number, condition in enumerate(conditions, start=1):
            for place in PLACES:
                title = _("%(provider)s, condition %(number)d") % {"provider": self.called(place), "number": number}
                wrong = _("choose yes, no or not known")
                yield met_of(condition.key, place), OneOf(title, tuple(Met), wrong)
        for question in questions:
            title = _("Question %(number)d, how often it counts") % {"number": question.number}
            wrong = _("choose once, twice or three times")
            yield weight_of(question.number), OneOf(title, tuple(map(str, WEIGHTS)), wrong)
            for place in PLACES:
                title = _("%(provider)s, question %(number)d") % {
                    "provider": self.called(place),
                    "number": question.number,
                }
                yield (
                    mark_of(question.number, place),
                    OneOf(title, tuple(map(str, MARKS)), _("choose a mark from 0 to 4")),
                )
                note = _("Note: %(provider)s, question %(number)d")
                said = {"provider": self.called(place), "number": question.number}
                yield note_of(question.number, place), AnswerNote(note % said)

    def called(self, place: int) -> str:
        """Name a provider in a sentence, as far as it has a name."""
        name = showable(self.names[place])[:LONGEST_NAME]
        return name or _("Provider %(number)d") % {"number": place}

    def clean(self) -> None:
        for place, name in self._stored.items():
            about = [
                self.typed.get(field, "")
                for field in self.fields
                if field.endswith(f"-{place}") and not field.startswith("weight-")
            ]
            is_emptied = name_of(place) in self.data and not self.typed[name_of(place)].strip()
            if name and is_emptied and any(about) and self.removed != place:
                said = _("give it a name, or press “Take out”: what you noted about “%(name)s” would be gone")
                self.add_error(name_of(place), said % {"name": name})
        for name in self.data:
            if name not in self.fields and _FIFTH.fullmatch(name) and str(self.data[name]).strip():
                typed = showable(str(self.data[name]))[:LONGEST_NAME]
                self.add_error(
                    None,
                    _("Four providers are the most. Take one out before you add “%(name)s”.") % {"name": typed},
                )

    @property
    def removed(self) -> int | None:
        """Tell which provider is to be taken out, by the button that was pressed."""
        return next((place for place in PLACES if self.data.get(REMOVE) == str(place)), None)

    @property
    def sent(self) -> dict[str, str]:
        """Give what was sent and can be stored, by field; all of a provider that is taken out is empty."""
        sent = {name: self.cleaned_data[name] for name in self.fields if name in self.data}
        if self.removed is not None:
            end = f"-{self.removed}"
            sent |= {name: "" for name in self.fields if name.endswith(end) and not name.startswith("weight-")}
        return sent

    @property
    def typed(self) -> dict[str, str]:
        """Give what was typed, as far as a page can show it."""
        return {name: showable(str(self.data[name])) for name in self.fields if name in self.data}

    @property
    def problems(self) -> Iterator[dict[str, str]]:
        """List what cannot be accepted in the order of the page, for the summary that leads to each field."""
        for text in self.non_field_errors():
            yield {"name": "", "href": "#name-1", "text": str(text)}
        for name, field in self.fields.items():
            for text in self.errors.get(name, ()):
                said = {"field": title_of(field), "problem": text}
                yield {"name": name, "href": f"#{name}", "text": _("%(field)s: %(problem)s") % said}


def title_of(field: forms.Field) -> str:
    """Name a field in a sentence."""
    return str(getattr(field, "title", ""))

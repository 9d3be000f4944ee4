"""All the pages of an edition in one form, for somebody who tries it out or fills in an example; nothing is stored."""

from collections.abc import Mapping
from typing import Final

from django.http import QueryDict

from assessments.answering.forms.base import CONTINUE, LATER, UnreadableError
from assessments.answering.forms.functions import LIST, FunctionsForm
from assessments.answering.forms.step import CONFIRMED, NOTE, SEEN, SHARE, StepForm, field_name
from assessments.answering.loose import LooseSheet
from assessments.edition import flow
from assessments.models import SelectedFunction

FUNCTIONS: Final = "functions"  # the page on which they are chosen
BESIDE: Final = ("csrfmiddlewaretoken", "version", "action", SEEN)
NOTHING_SEEN: Final = "[{},{}]"
OWN: Final = "own-"  # fields by which the page that holds this form says more; no key can begin like this


class WholeForm:
    """What was sent from all pages at once, under the names that they have for a respondent.

    `judged` names the page that must be answered in full; on every other one a gap is no error.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    def __init__(self, data: QueryDict, *, sheet: LooseSheet, judged: str = "") -> None:
        self._judged = judged
        self._data = data
        self._empty = sheet
        self._names = _names_by_page(data, sheet.edition)
        self.functions = FunctionsForm(self._fields_of(FUNCTIONS), sheet=sheet)
        self.functions.is_valid()
        self.steps: dict[str, StepForm] = {}
        self.sheet = sheet.filled(rows=self._rows({}))
        # The page that is judged comes last: a condition on it may look at any other.
        for step in sorted(sheet.edition.steps, key=lambda step: step.slug == judged):
            form = StepForm(self._fields_of(step.slug), sheet=self.sheet, step=step, gathers=False)
            form.is_valid()
            self.steps[step.slug] = form
            self.sheet = self._filled()
        for form in self.steps.values():
            form.sheet = self.sheet

    @property
    def errors(self) -> Mapping[str, str]:
        """What is wrong with each field, page by page."""
        pages = (FUNCTIONS, *(step.slug for step in self.sheet.edition.steps))
        return {name: text for page in pages for name, text in self.errors_of(page).items()}

    def errors_of(self, page: str) -> Mapping[str, str]:
        form = self.functions if page == FUNCTIONS else self.steps[page]
        return {name: str(form.errors[name][0]) for name in form.fields if name in form.errors}

    def hidden(self, *, but: str) -> tuple[tuple[str, str], ...]:
        """Give the fields of every page but one, for that page to carry along."""
        return tuple(
            (name, value)
            for page, names in self._names.items()
            if page != but
            for name in names
            for value in self._values(name, page)
            if value
        )

    def _values(self, name: str, page: str) -> list[str]:
        """Give what was sent under a name; a card is confirmed with the slug of its step, as every step has one."""
        values = self._data.getlist(name)
        return [page] if name.endswith(f"--{CONFIRMED}") and page in values else values

    def _fields_of(self, page: str) -> QueryDict:
        part = QueryDict(mutable=True)
        part["version"] = "0"
        part["action"] = CONTINUE if page == self._judged else LATER
        if page != FUNCTIONS and SEEN in self._data:
            # Sent from a respondent's page, which shows typical answers as chosen; nothing of it is stored.
            part[SEEN] = NOTHING_SEEN
        for name in self._names[page]:
            part.setlist(name, self._values(name, page))
        return part

    def _filled(self) -> LooseSheet:
        filled = [form.merge(self._empty_with_rows()) for form in self.steps.values()]
        return self._empty.filled(
            rows=self._rows({key: share for page in filled for key, share in page.shares.items()}),
            answers={place: answer for page in filled for place, answer in page.answers.items() if answer},
            notes={key: note for page in filled for key, note in page.notes.items() if note},
        )

    def _empty_with_rows(self) -> LooseSheet:
        return self._empty.filled(rows=self._rows({}))

    def _rows(self, shares: Mapping[str, int]) -> dict[str, SelectedFunction]:
        """List the functions that are chosen, and those of which answers were sent along."""
        listed, chosen = self._empty.edition.function_by_key, self.functions.chosen
        named = {name.partition("--")[0] for names in self._names.values() for name in names if "--" in name}
        left = [key for key in (*listed, *flow.OWN_KEYS) if key in named and key not in chosen]
        names = {**chosen, **{key: listed[key].name if key in listed else key for key in left}}
        return {
            key: SelectedFunction(
                key=key, name=name, share=shares.get(key, flow.USUAL_SHARE), position=position, chosen=key in chosen
            )
            for position, (key, name) in enumerate(names.items())
        }


def _names_by_page(data: QueryDict, edition: flow.Edition) -> dict[str, list[str]]:
    """Tell which page each field belongs to."""
    pages: dict[str, list[str]] = {FUNCTIONS: [], **{step.slug: [] for step in edition.steps}}
    for name in data:
        if name in BESIDE or name.startswith(OWN):
            continue
        function, _dashes, last = name.removeprefix(NOTE).rpartition("--")
        question = edition.question_by_key.get(last)
        if name in (LIST, *flow.OWN_KEYS):
            pages[FUNCTIONS].append(name)
        elif function and last == SHARE:
            pages[edition.steps[0].slug].append(name)
        elif function and last == CONFIRMED:
            for slug in {*data.getlist(name)} & pages.keys():
                pages[slug].append(name)
        elif question:
            pages[question.step].append(name)
        else:
            raise UnreadableError
    return pages


def fields_of(sheet: LooseSheet) -> QueryDict:
    """Write what a sheet holds as the fields that would be sent from its pages."""
    fields = QueryDict(mutable=True)
    for row in sheet.rows.values():
        if row.key in flow.OWN_KEYS:
            fields[row.key] = row.name
        else:
            fields.appendlist(LIST, row.key)
        fields[f"{row.key}--{SHARE}"] = str(row.share)
    for place, answer in sheet.answers.items():
        fields[field_name(place)] = answer
    return fields

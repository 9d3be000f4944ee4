"""All the pages of an edition in one form, for somebody who tries it out or fills in an example; nothing is stored."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from django.http import QueryDict

from assessments.answering.forms.functions import LIST, FunctionsForm
from assessments.answering.forms.posted import CONTINUE, LATER, UnreadableError
from assessments.answering.forms.step import NOTE, SHARE, StepForm
from assessments.answering.loose import LooseSheet, row_of
from assessments.edition import flow
from assessments.models import SelectedFunction

FUNCTIONS: Final = "functions"  # the page on which they are chosen
BESIDE: Final = ("csrfmiddlewaretoken", "version", "action")
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
        self._blank = sheet
        self._by_page = _sorted(data, sheet.edition)
        self.functions = FunctionsForm(self._of(FUNCTIONS), sheet=sheet)
        selected = sheet.filled(rows=self._rows({}))
        self.steps = {
            step.slug: StepForm(self._of(step.slug), sheet=selected, step=step) for step in sheet.edition.steps
        }
        shares = {key: share for form in self.steps.values() for key, share in form.shares.items()}
        self.sheet = sheet.filled(rows=self._rows(shares), answers=self._answers(), notes=self._notes())
        # A condition may look at another page, which each form alone has not seen.
        for form in self.steps.values():
            form.sheet = self.sheet

    @cached_property
    def errors(self) -> Mapping[str, str]:
        return {
            **self.functions.errors,
            **{name: text for form in self.steps.values() for name, text in form.errors.items()},
        }

    def errors_of(self, page: str) -> Mapping[str, str]:
        return self.functions.errors if page == FUNCTIONS else self.steps[page].errors

    def hidden(self, *, but: str) -> tuple[tuple[str, str], ...]:
        """Give the fields of every page but one, for that page to carry along."""
        return tuple(
            (name, value)
            for page, names in self._by_page.items()
            if page != but
            for name in names
            for value in self._data.getlist(name)
            if value
        )

    def _of(self, page: str) -> QueryDict:
        part = QueryDict(mutable=True)
        part["version"] = "0"
        part["action"] = CONTINUE if page == self._judged else LATER
        for name in self._by_page[page]:
            part.setlist(name, self._data.getlist(name))
        return part

    def _rows(self, shares: Mapping[str, int]) -> dict[str, SelectedFunction]:
        """List the functions that are chosen, and those of which answers were sent along."""
        listed = self._blank.edition.function_by_key
        named = {name.partition("--")[0] for names in self._by_page.values() for name in names if "--" in name}
        left = [key for key in (*listed, *flow.OWN_KEYS) if key in named and key not in self.functions.chosen]
        names = {**self.functions.chosen, **{key: listed[key].name if key in listed else key for key in left}}
        return {
            key: row_of(
                flow.Selected(key, name, shares.get(key, flow.USUAL_SHARE)),
                position,
                chosen=key in self.functions.chosen,
            )
            for position, (key, name) in enumerate(names.items())
        }

    def _answers(self) -> dict[flow.Place, str]:
        return {place: answer for form in self.steps.values() for place, answer in form.answers.items() if answer}

    def _notes(self) -> dict[str, str]:
        return {key: note for form in self.steps.values() for key, note in form.notes.items() if note}


def _sorted(data: QueryDict, edition: flow.Edition) -> dict[str, list[str]]:
    """Tell which page each field belongs to."""
    pages: dict[str, list[str]] = {FUNCTIONS: [], **{step.slug: [] for step in edition.steps}}
    for name in data:
        if name not in BESIDE and not name.startswith(OWN):
            pages[_page(name, edition)].append(name)
    return pages


def _page(name: str, edition: flow.Edition) -> str:
    if name in (LIST, *flow.OWN_KEYS):
        return FUNCTIONS
    function, _parted, last = name.removeprefix(NOTE).rpartition("--")
    if function and last == SHARE:
        return edition.steps[0].slug
    question = edition.question_by_key.get(last)
    if question is None:
        raise UnreadableError
    return question.step


def fields_of(sheet: LooseSheet) -> QueryDict:
    """Write what a sheet holds as the fields that would be sent from its pages."""
    fields = QueryDict(mutable=True)
    for row in sheet.rows.values():
        if row.key in flow.OWN_KEYS:
            fields[row.key] = row.name
        else:
            fields.appendlist(LIST, row.key)
        fields[f"{row.key}--{SHARE}"] = str(row.share)
    for (function, question), answer in sheet.answers.items():
        fields[f"{function}--{question}" if function else question] = answer
    return fields

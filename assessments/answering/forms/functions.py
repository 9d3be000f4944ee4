"""Which functions the assessment is about, as the page was sent."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.answering.forms.base import CONTINUE, LATER, TYPED, LineField, PageForm, UnreadableError, showable
from assessments.answering.sheet import Sheet
from assessments.edition import finding, flow

LIST: Final = "functions"
CONFIRM: Final = "confirm"
SEARCH: Final = "search"
REMOVE: Final = "remove"
# What is done to the page without saving it.
FIND: Final = "find"
SHOW_ALL: Final = "all"
NAME: Final = "name"
LOOKS: Final = (FIND, SHOW_ALL, NAME)
LONGEST_NAME: Final = 80


class OwnNameField(LineField):
    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST_NAME)

    def to_python(self, value: Any) -> str:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(_("Name of your own function: %(problem)s") % {"problem": error.message}) from error


def only_looks(data: QueryDict) -> bool:
    """Whether the page is to be shown again with everything that is ticked and typed, and nothing judged or saved."""
    return data.get("action") in LOOKS or bool(data.get(REMOVE))


class FunctionsForm(PageForm):
    """A choice of catalogue keys and up to three names of one's own; without data it shows what is stored.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    lists = (LIST,)
    actions = (CONTINUE, LATER, *LOOKS)

    def __init__(self, data: QueryDict | None = None, *, sheet: Sheet) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.fields[LIST] = forms.MultipleChoiceField(
            required=False, choices=[(function.key, function.name) for function in sheet.edition.functions]
        )
        self.fields |= {key: OwnNameField() for key in flow.OWN_KEYS}
        self.fields[CONFIRM] = forms.CharField(required=False)
        self.fields |= {name: forms.Field(required=False) for name in (SEARCH, REMOVE)}
        stored = {function.key: function.name for function in sheet.functions} if data is None else {}
        self.ticked = stored.keys() - set(flow.OWN_KEYS)
        self.own = {key: stored.get(key, "") for key in flow.OWN_KEYS}
        self.chosen: dict[str, str] = {}  # key -> name, in the order of the catalogue, one's own last
        self.sought = ""
        self.named = ""  # the place that a word somebody looked for was put in
        self.only_looks = False
        if data is not None:
            self.read(data)
            listed = sheet.edition.function_by_key.keys()
            removed = self.sent.get(REMOVE, "")
            if not listed >= set(data.getlist(LIST)) or (removed and removed not in {*listed, *flow.OWN_KEYS}):
                raise UnreadableError
            self.is_confirmed = data.get(CONFIRM) == "yes"
            self.only_looks = only_looks(data)

    def clean(self) -> None:
        self.ticked = set(self.cleaned_data[LIST])
        self.own = {key: self[key].value() for key in flow.OWN_KEYS}
        if self.only_looks:
            self._look()
            return
        self._leave_stored()
        catalogue = {f.key: f.name for f in self.sheet.edition.functions if f.key in self.ticked}
        self.chosen = {**catalogue, **{key: name for key, name in self.own.items() if name}}
        count = len(self.chosen)
        if not count and not self.is_later:
            self.add_error(LIST, _("Choose at least one function, or name one yourself"))
        if count > flow.MOST_FUNCTIONS:
            too_many = ngettext(
                "Choose at most %(most)d functions: you chose %(count)d. You can look at the others in a second assessment",
                "Choose at most %(most)d functions: you chose %(count)d. You can look at the others in a second assessment",
                count,
            )
            self.add_error(LIST, too_many % {"most": flow.MOST_FUNCTIONS, "count": count})
        self._refuse_doubles()

    def _look(self) -> None:
        """Take out what is to be taken out, and name an own function by the word that nothing was found for."""
        removed = self.sent.get(REMOVE, "")
        self.ticked.discard(removed)
        if removed in self.own:
            self.own[removed] = ""
        word = " ".join(showable(self.sent.get(SEARCH, "")).split())[:LONGEST_NAME]
        if self.action == NAME and word:
            self.named = next((key for key, name in self.own.items() if not name), "")
            self.own |= {self.named: word} if self.named else {}
        elif self.action != SHOW_ALL:
            self.sought = word if finding.words_in(word) else ""

    def _leave_stored(self) -> None:
        """Give way where the respondent chose to keep what another tab had saved."""
        stored = {function.key: function.name for function in self.sheet.functions}
        for key, choice in self.keep.items():
            if choice == TYPED:
                continue
            if key in flow.OWN_KEYS:
                self.own[key] = stored.get(key, "")
            elif key in stored:
                self.ticked.add(key)
            else:
                self.ticked.discard(key)

    def _refuse_doubles(self) -> None:
        listed = {function.name.casefold() for function in self.sheet.edition.functions}
        seen: set[str] = set()
        for key, name in self.own.items():
            folded = name.casefold()
            if folded in listed:
                in_list = _("“%(name)s” is in the list: tick it there, so that what is known about it counts")
                self.add_error(key, in_list % {"name": name})
            elif name and folded in seen:
                self.add_error(key, _("“%(name)s” is named twice: leave one of them empty") % {"name": name})
            seen.add(folded)

    @property
    def sent_fields(self) -> list[tuple[str, str]]:
        return [*((LIST, key) for key in sorted(self.ticked)), *self.own.items()]

    @property
    def removed(self) -> tuple[flow.Selected, ...]:
        return tuple(function for function in self.sheet.functions if function.key not in self.chosen)

    def differences(self, fresh: Sheet) -> Iterator[dict[str, str]]:
        """Compare with the functions that are chosen now."""
        stored = {function.key: function.name for function in fresh.functions}
        for key in dict.fromkeys((*stored, *self.chosen)):
            if stored.get(key) != self.chosen.get(key):
                yield {
                    "name": key,
                    "label": self.chosen.get(key) or stored[key],
                    "stored": _state(key, stored),
                    "typed": _state(key, self.chosen),
                }


def _state(key: str, chosen: dict[str, str]) -> str:
    if key not in chosen:
        return _("Not chosen")
    return _("Chosen, named “%(name)s”") % {"name": chosen[key]} if key in flow.OWN_KEYS else _("Chosen")

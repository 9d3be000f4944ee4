"""Which functions the assessment is about, as the page was sent."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.answering.forms import posted
from assessments.answering.forms.posted import Difference, UnreadableError
from assessments.answering.sheet import Sheet
from assessments.edition import flow

LIST: Final = "functions"
CONFIRM: Final = "confirm"
LONGEST_NAME: Final = 80


class FunctionsForm:
    """A choice of catalogue keys and up to three names of one's own.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    def __init__(self, data: QueryDict, *, sheet: Sheet) -> None:
        self.sheet = sheet
        self.posted = posted.read(data, lists=(LIST,))
        fields = dict(self.posted.fields)
        self.is_confirmed = fields.pop(CONFIRM, "") == "yes"
        self._wrong: dict[str, str] = {}
        self.ticked = self._ticked(data.getlist(LIST))
        self.own = {key: self._own_name(key, fields.pop(key, "")) for key in flow.OWN_KEYS}
        if fields:
            raise UnreadableError
        self._leave_stored()

    @property
    def version(self) -> int:
        return self.posted.version

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Function key -> name, in the order of the catalogue, one's own last."""
        catalogue = {f.key: f.name for f in self.sheet.edition.functions if f.key in self.ticked}
        return {**catalogue, **{key: name for key, name in self.own.items() if name}}

    @cached_property
    def errors(self) -> dict[str, str]:
        count = self._count_error()
        return {**({LIST: count} if count else {}), **self._wrong, **dict(self._doubles())}

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What to send again from a page in between."""
        return (*((LIST, key) for key in sorted(self.ticked)), *self.own.items())

    @property
    def removed(self) -> tuple[flow.Selected, ...]:
        return tuple(function for function in self.sheet.functions if function.key not in self.chosen)

    def differences(self, fresh: Sheet) -> Iterator[Difference]:
        """Compare with the functions that are chosen now."""
        stored = {function.key: function.name for function in fresh.functions}
        for key in dict.fromkeys((*stored, *self.chosen)):
            if stored.get(key) != self.chosen.get(key):
                label = self.chosen.get(key) or stored[key]
                yield Difference(key, label, _state(key, stored), _state(key, self.chosen))

    def _ticked(self, keys: list[str]) -> set[str]:
        unknown = set(keys) - self.sheet.edition.function_by_key.keys()
        if unknown:
            raise UnreadableError
        return set(keys)

    def _own_name(self, key: str, typed: str) -> str:
        wrong = posted.problem(typed.strip(), LONGEST_NAME)
        if wrong:
            self._wrong[key] = _("Name of your own function: %(problem)s") % {"problem": wrong}
        return " ".join(posted.showable(typed).split())

    def _leave_stored(self) -> None:
        stored = {function.key: function.name for function in self.sheet.functions}
        for key, choice in self.posted.keep.items():
            if choice == posted.TYPED:
                continue
            if key in flow.OWN_KEYS:
                self.own[key] = stored.get(key, "")
            elif key in stored:
                self.ticked.add(key)
            else:
                self.ticked.discard(key)

    def _count_error(self) -> str:
        count = len(self.chosen)
        if not count and not self.posted.is_later:
            return _("Choose at least one function, or name one yourself")
        if count > flow.MOST_FUNCTIONS:
            return ngettext(
                "Choose at most %(most)d functions: you chose %(count)d. You can look at the others in a second assessment",
                "Choose at most %(most)d functions: you chose %(count)d. You can look at the others in a second assessment",
                count,
            ) % {"most": flow.MOST_FUNCTIONS, "count": count}
        return ""

    def _doubles(self) -> Iterator[tuple[str, str]]:
        listed = {function.name.casefold() for function in self.sheet.edition.functions}
        seen: set[str] = set()
        for key, name in self.own.items():
            folded = name.casefold()
            if folded in listed:
                yield (
                    key,
                    _("“%(name)s” is in the list: tick it there, so that what is known about it counts")
                    % {"name": name},
                )
            elif name and folded in seen:
                yield key, _("“%(name)s” is named twice: leave one of them empty") % {"name": name}
            seen.add(folded)


def _state(key: str, chosen: dict[str, str]) -> str:
    if key not in chosen:
        return _("Not chosen")
    return _("Chosen, named “%(name)s”") % {"name": chosen[key]} if key in flow.OWN_KEYS else _("Chosen")

"""What every page of the questionnaire may send, what is refused before anything is judged, and how texts are judged."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from organisations.names import can_be_seen, in_one_form, unseen

CONTINUE: Final = "continue"
LATER: Final = "later"
TYPED: Final = "typed"
STORED: Final = "stored"
KEEP: Final = "keep--"
LONGEST_LINE: Final = 120
_VERSION: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_PLAIN: Final = frozenset("\n\t")


class UnreadableError(BadRequest):
    """The page was not sent as we gave it out, which nobody does by answering: 400, and nothing is saved."""


class PageForm(forms.Form):
    """A page with a version, two buttons, and, after a conflict, a choice for each field that differed.

    Raises:
        UnreadableError: it was not sent as we gave it out.
    """

    lists: tuple[str, ...] = ()  # fields that may be sent more than once
    actions: tuple[str, ...] = (CONTINUE, LATER)

    def read(self, data: QueryDict) -> None:
        """Take what every page sends, once the fields are known; what the page does not have is refused."""
        if any(name not in self.lists and len(values) != 1 for name, values in data.lists()):
            raise UnreadableError
        self.sent = {name: str(data[name]) for name in data if name not in self.lists}
        version, self.action = self.sent.pop("version", ""), self.sent.pop("action", CONTINUE)
        self.sent.pop("csrfmiddlewaretoken", None)
        self.keep = {name.removeprefix(KEEP): self.sent.pop(name) for name in [*self.sent] if name.startswith(KEEP)}
        if not _VERSION.fullmatch(version) or self.action not in self.actions:
            raise UnreadableError
        if not {TYPED, STORED}.issuperset(self.keep.values()) or not self.fields.keys() >= self.sent.keys():
            raise UnreadableError
        self.version, self.is_later = int(version), self.action == LATER

    @property
    def sent_fields(self) -> list[tuple[str, str]]:
        """List what to send again from a page in between."""
        return list(self.sent.items())

    @property
    def problems(self) -> Iterator[dict[str, str]]:
        """List what cannot be accepted in the order of the page, for the summary that leads to each field."""
        for name in self.fields:
            for text in self.errors.get(name, ()):
                yield {"href": f"#id_{name}", "text": str(text)}


class LineField(forms.CharField):
    """One line that names something, brought into one form before it is judged."""

    def to_python(self, value: Any) -> str:
        wrong = problem(str(value or "").strip(), self.max_length or LONGEST_LINE)
        if wrong:
            raise ValidationError(wrong)
        name = in_one_form(str(value or ""))
        if str(value or "").strip() and not can_be_seen(name):
            raise ValidationError(unseen())
        return name

    def bound_data(self, data: Any, initial: Any) -> str:  # noqa: ARG002 - Django passes what was there before
        return " ".join(showable(str(data or "")).split())


def tidy(text: str) -> str:
    """Bring what was typed into one form: browsers send line breaks as CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def problem(text: str, longest: int) -> str:
    """Say what is wrong with a text of several lines, or nothing."""
    if any(not is_plain(character) for character in text):
        return _("Take out the characters that cannot be shown")
    if len(text) > longest:
        return _("Shorten this to %(longest)d characters: it has %(length)d") % {
            "longest": longest,
            "length": len(text),
        }
    return ""


def is_plain(character: str) -> bool:
    """Whether a character can be stored and shown: no NUL or other control, no half of a surrogate pair."""
    return character in _PLAIN or unicodedata.category(character) not in {"Cc", "Cs"}


def showable(text: str) -> str:
    """Leave out what no page could carry, so that the rest of a refused text can be shown again."""
    return "".join(filter(is_plain, text))

"""What every page of the questionnaire may send, and what is refused before anything is judged."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

CONTINUE: Final = "continue"
LATER: Final = "later"
TYPED: Final = "typed"
STORED: Final = "stored"
KEEP: Final = "keep--"
LONGEST_NOTE: Final = 1000
_VERSION: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_PLAIN: Final = frozenset("\n\t")


class UnreadableError(BadRequest):
    """The page was not sent as we gave it out, which nobody does by answering: 400, and nothing is saved."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that another tab saved otherwise, in words."""

    name: str
    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields that a page sent, each once, apart from those that every page has."""

    fields: dict[str, str]
    version: int
    is_later: bool
    keep: dict[str, str]  # field -> TYPED or STORED


def read(data: QueryDict, *, lists: tuple[str, ...] = ()) -> Posted:
    """Sort what was sent; fields named in `lists` may come more than once and are left to the caller.

    Raises:
        UnreadableError: a name comes twice, or the version or the button is none of ours.
    """
    fields = dict(_single(data, lists))
    fields.pop("csrfmiddlewaretoken", None)
    version = fields.pop("version", "")
    action = fields.pop("action", CONTINUE)
    if not _VERSION.fullmatch(version) or action not in {CONTINUE, LATER}:
        raise UnreadableError
    keep = {name.removeprefix(KEEP): fields.pop(name) for name in tuple(fields) if name.startswith(KEEP)}
    if not {TYPED, STORED}.issuperset(keep.values()):
        raise UnreadableError
    return Posted(fields, int(version), action == LATER, keep)


def _single(data: QueryDict, lists: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, values in data.lists():
        if name in lists:
            continue
        if len(values) != 1 or not isinstance(values[0], str):
            raise UnreadableError
        yield name, values[0]


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

"""Two people who change one page at once: only what both changed is asked about.

Pure. A page is its fields, each a text; one that holds nothing is the same as one that is not there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

LONGEST_SEEN: Final = 40_000
LONGEST_VALUE: Final = 40  # longer ones are known by their digest
STORED: Final = "stored"
TRIES: Final = 5  # to save between the saves of others, before somebody is asked to try again
KEEP: Final = "keep--"

Fields = Mapping[str, str]


class SavedAtOnceError(Exception):
    """It was saved in several places at once; nothing was written."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that this page and somebody else set to different values."""

    name: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be stored, where it changes anything, and what has to be asked first."""

    fields: Fields
    clashes: tuple[Clash, ...]
    is_changed: bool


def merge(*, sent: Fields, seen: Fields | None, stored: Fields, keep: Fields | None = None) -> Merged:
    """Put what a page changed on top of what is stored by now.

    `seen` is what the page showed as stored, as `seen_now` wrote it; without it, whatever is stored is taken as seen.
    `keep` is what somebody chose for the fields that were asked about.
    """
    keep, fields, clashes = keep or {}, dict(stored), []
    for name, typed in sent.items():
        now = stored.get(name, "")
        if typed == now or keep.get(name) == STORED:
            continue
        shown = _mark(now) if seen is None else seen.get(name, "")
        if _mark(typed) == shown:
            continue  # this page did not touch it
        if _mark(now) == shown:
            fields[name] = typed
        else:
            clashes.append(Clash(name, now, typed))
    kept = {name: value for name, value in fields.items() if value}
    was = {name: value for name, value in stored.items() if value}
    return Merged(kept, tuple(clashes), kept != was)


def seen_now(stored: Fields) -> str:
    """Write down what a page shows as stored, for it to send back."""
    return json.dumps({name: _mark(value) for name, value in stored.items() if value}, sort_keys=True)


def seen_again(seen: Fields | None, clashes: Iterable[Clash]) -> str:
    """Write down what a page has seen once it was asked: the fields in doubt as they are stored now."""
    values = {**(seen or {}), **{clash.name: _mark(clash.stored) for clash in clashes}}
    return json.dumps({name: mark for name, mark in values.items() if mark}, sort_keys=True)


def read_seen(text: str | None) -> Fields | None:
    """Read what a page sent back; None where it is not what a page of ours sends."""
    if not text or len(text) > LONGEST_SEEN:
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        return None
    return values


def _mark(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else sha256(value.encode("utf-8", "replace")).hexdigest()

"""A TOML file that somebody wrote: read field by field; every problem is noted with its place and what to do."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from assessments.edition.places import Path as FilePath
from assessments.edition.places import Problem

MOST_ENTRIES: Final = 1000
_SHOWN: Final = 60
_MANY: Final = 12
_COMPARED: Final = 100  # the length up to which a word is worth comparing with others

KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
SLUG: Final = re.compile(r"[a-z][a-z0-9-]*")

_SYNTAX_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DEEPEST: Final = "tables within tables within tables: nothing here is more than four deep"


class TomlFileError(Exception):
    """A file was refused; nothing of it was loaded. Each problem says where it is and what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TomlFileError(
            [f"{path}: can't be read ({error.strerror}): check the name and its permissions"]
        ) from error


def toml(content: bytes, name: str) -> dict[str, Any]:
    try:
        # With a line end after the last line, a problem there has a line and a column too.
        return tomllib.loads(content.decode("utf-8-sig") + "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TomlFileError([f"{name}, line {line}: not UTF-8 text: save the file as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _SYNTAX_PLACE.search(message)
        if place is None:
            raise TomlFileError([f"{name}: not a TOML file: {message}"]) from error
        row, column = place.groups()
        where = f"{name}, line {row}, column {column}" if row else f"{name}, at its end"
        raise TomlFileError([f"{where}: not TOML from here on: {message[: place.start()]}"]) from error
    except (ValueError, RecursionError) as error:
        what = _DEEPEST if isinstance(error, RecursionError) else "a number with thousands of digits"
        raise TomlFileError([f"{name}: {what}: take it out"]) from error


class Table:
    """A table whose fields are taken one by one; `close` then refuses what nobody asked for.

    A field that is missing or wrong is noted in `problems` and answered with a harmless value, so that the rest of
    the file can be read and all problems be reported together.
    """

    def __init__(
        self, values: Mapping[str, Any], problems: list[Problem], *, place: str = "", path: FilePath = ()
    ) -> None:
        self.values = values
        self.problems = problems
        self.place = place  # what it is called in messages
        self.path = path
        self._known: list[str] = []

    def note(self, problem: str, *within: str) -> None:
        """Note what is wrong with a field, or with a field of the table in it."""
        self.problems.append(((*self.path, *within), f"{self.place}: {problem}" if self.place else problem))

    def text(self, name: str, limit: int, *, required: bool = False, lines: bool = False) -> str:
        """Take a text of at most `limit` characters, on one line unless `lines`."""
        value = self._take(name)
        if value is None:
            if required:
                self.note(f"“{name}” is missing: write it", name)
            return ""
        if not isinstance(value, str):
            self.note(f"write “{name}” as text in quotes, not {show(value)}", name)
            return ""
        text = value.strip()
        if required and not text:
            self.note(f"“{name}” is empty: write it", name)
        if problem := _unfit(text, lines=lines):
            self.note(f"“{name}” holds {problem}", name)
        if len(text) > limit:
            self.note(f"shorten “{name}” to {limit} characters; it has {len(text)}", name)
        return text

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self._take(name)
        if value is None and default is not None:
            return default
        if type(value) is int and low <= value <= high:
            return value
        instead = "" if value is None else f", not {show(value)}"
        self.note(f"give “{name}” a whole number from {low} to {high}{instead}", name)
        return low if default is None else default

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.note(f"write true or false for “{name}”, not {show(value)}", name)
        return False

    def key(self, name: str, limit: int, *, rule: re.Pattern[str] = KEY, reserved: Collection[str] = ()) -> str:
        """Take a name that other places refer to."""
        key = self.text(name, limit, required=True)
        if key and not rule.fullmatch(key):
            between = "hyphens" if rule is SLUG else "underscores"
            self.note(
                f"“{name}” is {show(key)}: use small letters, digits and {between}, beginning with a letter, "
                f"such as “{'core-problem' if rule is SLUG else 'own_skill'}”",
                name,
            )
        if key in reserved:
            self.note(f"“{name}” is “{key}”, which has a meaning of its own: choose another word", name)
        return key

    def one_of(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        value = self._take(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value in allowed:
            return value
        what = f"“{name}” is missing" if value is None else f"“{name}” is {show(value)}"
        self.note(f"{what}: {choose(value, tuple(filter(None, allowed)))}", name)
        return ""

    def texts(self, name: str, limit: int, *, required: bool = True) -> tuple[str, ...]:
        """Take a list of texts, at least one where it is required."""
        value = self._take(name)
        if value is None and not required:
            return ()
        fits = isinstance(value, list) and all(isinstance(text, str) and len(text) <= limit for text in value)
        if fits and (value or not required):
            return tuple(value)
        instead = "" if value is None else f", not {show(value)}"
        self.note(f'give “{name}” a list of texts, such as ["first", "second"]{instead}', name)
        return ()

    def inner(self, name: str, *, required: bool = False) -> "Table | None":
        """Take a table within this one, such as `evidence = { bpo = 1 }`."""
        value = self._take(name)
        if isinstance(value, dict):
            return Table(value, self.problems, place=self.place, path=(*self.path, name))
        if value is not None:
            self.note(f"write “{name}” as a table in braces, not {show(value)}", name)
        elif required:
            self.note(f"“{name}” is missing: write it as a table in braces", name)
        return None

    def tables(
        self, name: str, kind: str, *, named: str = "key", required: bool = False, most: int = MOST_ENTRIES
    ) -> "Iterator[Table]":
        """Take a list of tables; each is called by its kind and its name, or by its place in the list.

        Each is closed before the next one is given.
        """
        value = self._take(name)
        if value is None or value == []:
            if required:
                self.note(f"there is no [[{name}]]: write at least one", name)
            return
        if not isinstance(value, list):
            self.note(f"write “{name}” as a list of tables, each under [[{name}]], not {show(value)}", name)
            return
        if len(value) > most:
            self.note(f"leave at most {most} {name}; there are {len(value)}", name)
        for number, entry in enumerate(value[:most], start=1):
            own = entry.get(named) if isinstance(entry, dict) else None
            called = f"{kind} “{own[:_SHOWN]}”" if isinstance(own, str) and own else f"{kind} {number}"
            place = f"{self.place}, {called}" if self.place else called
            path = (*self.path, name, number - 1)
            if isinstance(entry, dict):
                table = Table(entry, self.problems, place=place, path=path)
                yield table
                table.close()
            else:
                self.problems.append((path, f"{place}: write a table, not {show(entry)}"))

    def close(self) -> None:
        for name in self.values:
            if name not in self._known:
                self.note(f"{show(name)} is not known here: {choose(name, self._known)}", name)

    def _take(self, name: str) -> Any:
        self._known.append(name)
        return self.values.get(name)


def choose(value: Any, allowed: Collection[str]) -> str:
    """Say what is allowed: the nearest, and all of them where they are few."""
    near = difflib.get_close_matches(value, allowed, n=1) if isinstance(value, str) and len(value) <= _COMPARED else []
    parts = [f"did you mean “{near[0]}”?"] if near else []
    if len(allowed) <= _MANY or not near:
        parts.append(f"allowed are {', '.join(allowed)}" if allowed else "there is none to choose")
    return " ".join(parts)


def tidied(problems: Iterable[str]) -> list[str]:
    """Leave out of sentences what no page could carry: a name in a file may hold anything."""
    return [
        "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in problem)
        for problem in problems
    ]


def twice(keys: Sequence[str]) -> list[str]:
    """Name the keys that stand more than once, each once."""
    return sorted({key for key in keys if key and keys.count(key) > 1})


def show(value: Any) -> str:
    """Write a wrong value so that it can be found again, on one line and not at length."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value)
            return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"
        case int() if abs(value) >= 10**_SHOWN:
            return "a number of more than 60 digits"
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)


def _unfit(text: str, *, lines: bool) -> str:
    """Say what a text holds that no page could show."""
    for letter in text:
        if letter == "\n":
            if not lines:
                return "a line break: write it on one line"
        elif unicodedata.category(letter) in {"Cc", "Cs"}:
            return f"the character U+{ord(letter):04X}, which can't be shown: take it out"
    return ""

"""Where in a file each value stands: a line for every path, so that whoever wrote it is sent to the very place.

Pure, like the flow. A path is made of names and places in lists, such as ("questions", 3, "choices", 0, "text").
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Problem: TypeAlias = tuple[Path, str]  # where it is, and a sentence

_HEADER: Final = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_FIELD: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=(.*)""", re.DOTALL)
_INNER: Final = re.compile(r"[{,]\s*([\w-]+)\s*=")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_LONG_QUOTES: Final = ('"""', "'''")


def with_lines(problems: Iterable[Problem], name: str, lines: Mapping[Path, int]) -> Iterator[str]:
    """Begin each problem with the file and the line of what it is about, or of the nearest table around that."""
    for path, message in problems:
        around = next((path[:end] for end in range(len(path), -1, -1) if path[:end] in lines), None)
        yield f"{name}: {message}" if around is None else f"{name}, line {lines[around]}: {message}"


def lines_of_toml(text: str) -> Mapping[Path, int]:
    """Find the line of every table and field; what is written within one line stands on that line."""
    lines: dict[Path, int] = {}
    counts: Counter[Path] = Counter()
    at: Path = ()
    quotes = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
        elif header := _HEADER.match(line):
            at, names = (), header[2].split(".")
            for place, name in enumerate(names, start=1):
                at = (*at, name.strip())
                if header[1] and place == len(names):
                    counts[at] += 1
                if at in counts:
                    at = (*at, counts[at] - 1)
            lines.setdefault(at, number)
        elif field_ := _FIELD.match(line):
            path = (*at, field_[1] or field_[2] or field_[3])
            lines.setdefault(path, number)
            lines.update({(*path, inner): number for inner in _INNER.findall(field_[4])})
            quotes = next((quote for quote in _LONG_QUOTES if field_[4].count(quote) == 1), "")
    return lines


@dataclass(slots=True)
class _Level:
    """One bracket that is open: what stands in it now, by name or by its place."""

    is_list: bool
    key: str | int | None = field(default=None)


def lines_of_json(text: str) -> Mapping[Path, int]:
    """Find the line of every object and name in text that was read as JSON before."""
    lines: dict[Path, int] = {}
    levels: list[_Level] = []
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        line, last = line + text.count("\n", last, token.start()), token.start()
        match token[0]:
            case "{":
                levels.append(_Level(is_list=False))
            case "[":
                levels.append(_Level(is_list=True, key=0))
            case "}" | "]":
                levels.pop()
            case ",":
                top = levels[-1]
                top.key = top.key + 1 if isinstance(top.key, int) else None
            case name if levels and not levels[-1].is_list and levels[-1].key is None:
                levels[-1].key = str(json.loads(name))
        lines.setdefault(tuple(level.key for level in levels if level.key is not None), line)
    return lines

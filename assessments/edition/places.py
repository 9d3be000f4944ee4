"""Where in a file each value stands: a line for every path, so that whoever wrote it is sent to the very place.

Pure, like the flow. A path is made of names and places in lists, such as ("questions", 3, "choices", 0, "text").
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]

WITHIN: Final = ("evidence", "prior", "show_if")  # tables whose fields are told without the name of the table
_HEADER: Final = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_FIELD: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=(.*)""", re.DOTALL)
_INNER: Final = re.compile(r"[{,]\s*([\w-]+)\s*=")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_ENDS: Final = re.compile(r"(?<=[”\d])(?=[:, ])")
_NAMED: Final = re.compile(r"“([^”]+)”|there is no (\w+)")
_LONG_QUOTES: Final = ('"""', "'''")


def told(problems: Iterable[str], name: str, tables: Mapping[str, Path], lines: Mapping[Path, int]) -> Iterator[str]:
    """Begin each problem with the file and the line; `tables` tells where the part stands that a problem begins with."""
    for problem in problems:
        line = _line(problem, tables, lines)
        yield f"{name}, line {line}: {problem}" if line else f"{name}: {problem}"


def _line(problem: str, tables: Mapping[str, Path], lines: Mapping[Path, int]) -> int | None:
    ends = (found.start() for found in _ENDS.finditer(problem))
    place = max((problem[:end] for end in ends if problem[:end] in tables), key=len, default="")
    path = tables.get(place, ())
    for quoted, kind in _NAMED.findall(problem[len(place) :]):
        for inner in ((), *((table,) for table in WITHIN)):
            if found := lines.get((*path, *inner, quoted or kind)):
                return found
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def lines_of_toml(text: str) -> Mapping[Path, int]:
    """Find the line of every table and field; what is written within one line stands on that line."""
    found: dict[Path, int] = {}
    counts: Counter[Path] = Counter()
    at: Path = ()
    quotes = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
        elif header := _HEADER.match(line):
            at = _header(header[2].split("."), counts, is_list=bool(header[1]))
            found.setdefault(at, number)
        elif field_ := _FIELD.match(line):
            here = (*at, field_[1] or field_[2] or field_[3])
            found.setdefault(here, number)
            found.update({(*here, inner): number for inner in _INNER.findall(field_[4])})
            quotes = next((one for one in _LONG_QUOTES if field_[4].count(one) == 1), "")
    return found


def _header(names: list[str], counts: Counter[Path], *, is_list: bool) -> Path:
    path: Path = ()
    for place, name in enumerate(map(str.strip, names), start=1):
        path = (*path, name)
        if is_list and place == len(names):
            counts[path] += 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


@dataclass(slots=True)
class _Level:
    """One bracket that is open: what stands in it now, by name or by its place."""

    is_list: bool
    key: str | int | None = field(default=None)


def lines_of_json(text: str) -> Mapping[Path, int]:
    """Find the line of every object and name in text that was read as JSON before."""
    found: dict[Path, int] = {}
    levels: list[_Level] = []
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        line, last = line + text.count("\n", last, token.start()), token.start()
        _step(token[0], levels)
        found.setdefault(tuple(one.key for one in levels if one.key is not None), line)
    return found


def _step(token: str, levels: list[_Level]) -> None:
    match token:
        case "{":
            levels.append(_Level(is_list=False))
        case "[":
            levels.append(_Level(is_list=True, key=0))
        case "}" | "]":
            levels.pop()
        case ",":
            top = levels[-1]
            top.key = top.key + 1 if isinstance(top.key, int) else None
        case _ if levels and not levels[-1].is_list and levels[-1].key is None:
            levels[-1].key = str(json.loads(token))

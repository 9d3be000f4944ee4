"""The plain writing a brief is kept in: what an owner types into a box is what the page, Word and PDF are made of.

An empty line parts blocks. Lines that begin with “- ” are a list, with “1. ” numbered questions, “When: what” pairs.
A line followed by lines that each begin with the head of a column are a row of a table. [Square brackets] are a gap.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

NUMBERS: Final = "numbers"
_BREAK: Final = re.compile(r"\n[ \t]*\n")
_ITEM: Final = re.compile(r"[-–•*][ \t]+")
_NUMBER: Final = re.compile(r"\d{1,2}[.)][ \t]+")
_PAIR: Final = re.compile(r"([^:\n]{1,60}|\[[^\[\]\n]+\]):[ \t]+(?=\S)")
_GAP: Final = re.compile(r"\[([^\[\]\n]{1,120})\]")


class Run(NamedTuple):
    """A piece of a line: text, or the name of a gap."""

    text: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: text, list, numbers, pairs or table. Each row holds as many cells as `heads`, or one."""

    kind: str
    rows: list[list[str]] = field(default_factory=list)
    heads: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Write line ends as one character and leave out spaces nobody sees, as a browser and a database would differ."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def blocks_of(text: str, heads: Sequence[str] = ()) -> list[Block]:
    """Read a text; `heads` are those of a table's columns after the first."""
    blocks: list[Block] = []
    for piece in _BREAK.split(tidy(text)):
        lines = [line.strip() for line in piece.split("\n") if line.strip()]
        if not lines:
            continue
        block = _block(lines, tuple(heads))
        if block.kind == "table" and blocks and blocks[-1].kind == "table":
            blocks[-1].rows.extend(block.rows)
        else:
            blocks.append(block)
    return blocks


def runs(text: str) -> list[Run]:
    """Part a line at its gaps."""
    return list(_runs(text))


def gaps_in(text: str) -> list[str]:
    return _GAP.findall(text)


def row(name: str, cells: Sequence[tuple[str, str]]) -> str:
    """Write one row of a table: its name, then each column's head with what stands in it."""
    return "\n".join((name, *(f"{head}: {text}" for head, text in cells)))


def _block(lines: list[str], heads: tuple[str, ...]) -> Block:
    row_ = _row(lines, heads)
    if row_ is not None:
        return Block("table", [row_], heads)
    for kind, mark in (("list", _ITEM), (NUMBERS, _NUMBER)):
        if all(mark.match(line) for line in lines):
            return Block(kind, [[mark.sub("", line, count=1)] for line in lines])
    pairs = [_PAIR.match(line) for line in lines]
    if len(lines) > 1 and all(pairs):
        return Block("pairs", [[pair[1], line[pair.end() :]] for pair, line in zip(pairs, lines, strict=True) if pair])
    return Block("text", [[line] for line in lines])


def _row(lines: list[str], heads: tuple[str, ...]) -> list[str] | None:
    """Read a row whose lines begin with all the heads in their order; None for what is none."""
    name, *rest = lines
    if not heads or len(rest) != len(heads):
        return None
    if not all(line.startswith(f"{head}:") for line, head in zip(rest, heads, strict=True)):
        return None
    return [name, *(line[len(head) + 1 :].strip() for line, head in zip(rest, heads, strict=True))]


def _runs(text: str) -> Iterator[Run]:
    for number, piece in enumerate(_GAP.split(text)):
        if piece:
            yield Run(piece, is_gap=bool(number % 2))

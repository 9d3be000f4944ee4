"""The table of OWASP ASVS 5.0: read from trust/asvs.toml, counted, and written to ASVS.md by `python -m trust.asvs`."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TABLE: Final = ROOT / "ASVS.md"
# How many lines of each level the standard has (5.0.0).
TOTALS: Final = {1: 70, 2: 183}
GATE: Final = {1: 1.0, 2: 0.95}


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    level: int
    asks: str
    verdict: str
    evidence: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines of which nothing is here; `levels` counts those of level 1 and of level 2."""

    lines: str
    levels: tuple[int, int]
    because: str


@lru_cache(maxsize=1)
def table() -> tuple[tuple[Line, ...], tuple[Apart, ...]]:
    content = tomllib.loads(Path(__file__).with_name("asvs.toml").read_text())
    lines = tuple(
        Line(
            *(row["id"], row["level"], row["asks"], row["verdict"]),
            tuple(row.get("evidence", ())),
            row.get("because", ""),
        )
        for row in content["line"]
    )
    return lines, tuple(Apart(row["lines"], tuple(row["levels"]), row["because"]) for row in content["apart"])


def covered(level: int) -> int:
    lines, aparts = table()
    return sum(line.level == level for line in lines) + sum(apart.levels[level - 1] for apart in aparts)


def counted(level: int) -> tuple[int, int]:
    """Count the lines of a level that hold, and those that apply."""
    applying = [line for line in table()[0] if line.level == level and line.verdict != "none"]
    return sum(line.verdict == "holds" for line in applying), len(applying)


def gaps() -> tuple[Line, ...]:
    return tuple(line for line in table()[0] if line.verdict == "gap")


def missing_evidence() -> Iterator[str]:
    for line in table()[0]:
        yield from (f"{line.id}: {place}" for place in line.evidence if not _is_there(place))


def _is_there(place: str) -> bool:
    """Look for a test of a file (::), for words that stand in it (#), or for the file alone."""
    file, _hash, words = place.partition("#")
    file, _colons, test = file.partition("::")
    path = ROOT / file
    return path.exists() and (not test or test in _functions(path)) and (not words or words in path.read_text())


@cache
def _functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


def page() -> str:
    lines, aparts = table()
    rows = [
        f"| {line.id} | {line.level} | {line.asks} | {line.verdict} | {'<br>'.join(line.evidence) or line.because} |"
        for line in lines
    ]
    return "\n".join(
        [
            "# OWASP ASVS 5.0.0, levels 1 and 2",
            "",
            "Written from `trust/asvs.toml` by `python -m trust.asvs`; a test fails when evidence is gone or a count is wrong.",
            "",
            "| level | lines | apply | hold | share | gate |",
            "|--:|--:|--:|--:|--:|--:|",
            *(_sum(level) for level in TOTALS),
            "",
            "## Nothing of it is here",
            "",
            *(f"- **{apart.lines}** ({sum(apart.levels)} lines): {apart.because}" for apart in aparts),
            "",
            "## Line by line",
            "",
            "| line | level | asks | verdict | evidence, or why not |",
            "|---|--:|---|---|---|",
            *rows,
            "",
        ]
    )


def _sum(level: int) -> str:
    hold, apply = counted(level)
    return f"| {level} | {TOTALS[level]} | {apply} | {hold} | {hold / apply:.1%} | {GATE[level]:.0%} |"


if __name__ == "__main__":
    TABLE.write_text(page())
    print(*(_sum(level) for level in TOTALS), sep="\n")
    print(*(f"gap {line.id} (level {line.level}): {line.because}" for line in gaps()), sep="\n")

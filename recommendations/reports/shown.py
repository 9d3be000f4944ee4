"""How a report's page is laid out: what stands open on it, where the bar of its time is drawn, who does what on Monday."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from recommendations.reports.sections import ReportPart, parts_of

NARROW: Final = 7  # percent of the bar, in which a mark has to be smaller
COPY: Final = "copy"
ONE, ALL = "one", "all"
PREFIX: Final = "fn-"


def shown(page: Mapping[str, Any], *, printed: str, asked: str) -> dict[str, Any]:
    """Give what the templates need beside the page.

    `printed` is which version to print, empty on a screen; `asked` the part or function that a link led to, which
    stands open also where no script opens it.
    """
    parts = [part for part in parts_of(page) if printed != ONE or part.prints]
    names = {part.name for part in parts} | {COPY}
    about = {f"{PREFIX}{row['key']}" for row in page["one"]["rows"]}
    opened = {"why", asked} if asked in about else {asked} & names
    return {
        "everything": printed == ALL,
        "printed": printed if printed in (ONE, ALL) else "",
        "parts": parts,
        # Those that stand beside each other and are frozen are kept in one piece, which takes less than looking up each.
        "runs": [
            {"frozen": frozen, "parts": run}
            for frozen, run in ((key, list(run)) for key, run in groupby(parts, _frozen))
        ],
        "opened": opened,
        "bar": bar_of(page["one"]["time"]["parts"]),
    }


def _frozen(part: ReportPart) -> bool:
    return part.frozen


def bar_of(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Place the parts of the time beside each other, in percent of the bar."""
    drawn, start = [], 0
    for part in parts:
        middle = f"{start + part['percent'] / 2:g}"
        drawn.append({**part, "start": start, "middle": middle, "is_narrow": part["percent"] < NARROW})
        start += part["percent"]
    # What is outlined lies on top, so that its edge is whole.
    return sorted(drawn, key=lambda part: part["state"] != "now")


def monday_of(page: Mapping[str, Any], actions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put beside each thing for Monday what people noted about its action since."""
    noted = {row["action"]["key"]: row for row in actions}
    return [{**entry, "row": noted.get(entry["key"])} for entry in page["one"]["monday"]]

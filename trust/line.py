"""One line of the table: how many cases a proof ran, how many failed, and whether its control lost as it must."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

DATABASES: Final = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Found:
    """What a proof found. `control` counts the failures of the same proof without the guard; None where it has none.

    `note` holds what else was measured; `first` is the first failure in words. `shown` is False where the means were
    out of reach here: nothing is known then, which is neither a failure nor a proof.
    """

    cases: int
    failures: int
    control: int | None = None
    note: str = ""
    first: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """`run` takes the kind of database and how many rounds, and says what it found."""

    name: str
    run: Callable[[str, int], Found]
    rounds: int = 1
    databases: tuple[str, ...] = DATABASES
    group: str = ""

    def of(self, group: str) -> "Proof":
        return replace(self, group=group)


def holds(result: Found) -> bool:
    """No case proves nothing, and a control that does not lose says that the proof could not have failed."""
    return result.shown and result.cases > 0 and result.failures == 0 and result.control != 0


def row(proof: Proof, database: str, result: Found, seconds: float) -> str:
    lost = "" if result.control is None else f"{result.control} lost"
    verdict = "holds" if holds(result) else "FAILS" if result.shown or result.failures else "not shown"
    remarks = " · ".join(part for part in (result.note, result.first) if part)
    cells = (
        proof.group,
        proof.name,
        database,
        f"{result.cases:,}",
        str(result.failures),
        lost,
        f"{seconds:.0f} s",
        verdict,
        remarks,
    )
    return f"| {' | '.join(cell.replace('|', '/').replace(chr(10), ' ') for cell in cells)} |"


HEAD: Final = (
    "| part | proof | database | cases | failures | control | time | verdict | also |\n"
    "|---|---|---|--:|--:|--:|--:|---|---|"
)

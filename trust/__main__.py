"""The long gate: every proof on every database it is about, as one table on the screen and in var/trust.md."""

import argparse
import platform
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from trust import PROOFS
from trust.line import DATABASES, HEAD, Found, Proof, holds, row

TABLE = Path("var") / "trust.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m trust", description=__doc__)
    parser.add_argument("names", nargs="*", help="only proofs with one of these words in their part or name")
    parser.add_argument("--share", type=float, default=1.0, help="this share of the rounds (0.1: a tenth)")
    parser.add_argument("--database", nargs="*", default=[*DATABASES, "none"])
    asked = parser.parse_args()
    proofs = [
        proof
        for proof in PROOFS
        if not asked.names or any(name in f"{proof.group} {proof.name}" for name in asked.names)
    ]
    lines = [HEAD]
    held = bool(proofs)
    print(HEAD)
    for proof in proofs:
        for database in proof.databases:
            if database in asked.database:
                line, ok = _run(proof, database, asked.share)
                held = held and ok
                lines.append(line)
                print(line, flush=True)
    TABLE.parent.mkdir(exist_ok=True)
    where = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    about = f"`{' '.join(sys.argv[1:]) or 'make trust'}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {where}"
    TABLE.write_text(f"# Trust\n\n{about}\n\n" + "\n".join(lines) + "\n")
    return 0 if held else 1


def _run(proof: Proof, database: str, share: float) -> tuple[str, bool]:
    begun = time.monotonic()
    try:
        result = proof.run(database, max(1, round(proof.rounds * share)))
    except Exception as error:  # noqa: BLE001 - whatever stopped it stands in the table
        result = Found(0, 1, first=f"{type(error).__name__}: {error}")
    return row(proof, database, result, time.monotonic() - begun), holds(result)


if __name__ == "__main__":
    sys.exit(main())

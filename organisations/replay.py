"""The list of what was erased, beside the database: it outlives the database being replaced by an older one."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from organisations.models import Erasure

NAME: Final = "erasures.jsonl"


def path() -> Path:
    return Path(settings.VAR) / NAME


def remember(erasure: Erasure) -> None:
    """Add one line, on the disk before this returns; a line that is there twice says the same."""
    line = json.dumps({"kind": erasure.kind, "subject": str(erasure.subject), "at": erasure.at.isoformat()})
    path().parent.mkdir(parents=True, exist_ok=True)  # a site on PostgreSQL may keep nothing else there
    with path().open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def erasures() -> Iterator[tuple[str, UUID]]:
    """Tell what was ever erased, by the file and by the database together."""
    known = {(erasure.kind, erasure.subject) for erasure in Erasure.objects.iterator()}
    if path().exists():
        with path().open(encoding="utf-8") as file:
            rows = (json.loads(line) for line in file if line.strip())
            known |= {(row["kind"], UUID(row["subject"])) for row in rows}
    yield from sorted(known)

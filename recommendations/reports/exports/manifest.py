"""What a copy says it holds: how many rows and which checksums, so that a changed cell is found and named."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final, TypeAlias

VERSION: Final = 1  # of the layout of all three kinds of file
SHORT: Final = 8  # signs kept of each row's digest: enough to say which row was changed by accident
# Parts of a file by name, each with its rows as texts.
Parts: TypeAlias = Mapping[str, Sequence[Sequence[str]]]
Manifest: TypeAlias = dict[str, str]


class ExportFileError(Exception):
    """A file is no export, or can't be read any more; the message says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read: what it says it holds and what it does.

    `starts` is each part's first row in the file; `problems` is what was found wrong while reading.
    """

    manifest: Manifest
    parts: Parts
    starts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def describe(kind: str, reference: str, parts: Parts) -> Manifest:
    """Say what is in a file: for each part its rows, their digests and one checksum, and a checksum over all that.

    It tells accidents from the original. Whoever changes a file on purpose can write another manifest.
    """
    manifest = {"format": f"sourcefit-report-{kind}", "version": str(VERSION), "reference": reference}
    for name, rows in parts.items():
        manifest[f"{name}.rows"] = str(len(rows))
        manifest[f"{name}.sha256"] = _digest(rows)
        manifest[f"{name}.row_digests"] = " ".join(_short(row) for row in rows)
    return {**manifest, "sha256": _digest(manifest)}


def changes(opened: Opened) -> list[str]:
    """Name every place where a file is not what its manifest says."""
    manifest = dict(opened.manifest)
    found = [*opened.problems]
    found += [f"manifest: “{key}” is missing" for key in ("format", "version", "sha256") if key not in manifest]
    if manifest.pop("sha256", None) not in (None, _digest(manifest)):
        found.append("manifest: it was changed itself")
    named = [key.removesuffix(".rows") for key in manifest if key.endswith(".rows")]
    found += [f"{name}: it is missing" for name in named if name not in opened.parts]
    for name, rows in opened.parts.items():
        if name in named:
            found += _part(manifest, name, rows, opened.starts.get(name, 1))
        else:
            found.append(f"{name}: it was added (from row {opened.starts.get(name, 1)})")
    return found


def _part(manifest: Manifest, name: str, rows: Sequence[Sequence[str]], start: int) -> list[str]:
    if manifest.get(f"{name}.sha256") == _digest(rows) and manifest[f"{name}.rows"] == str(len(rows)):
        return []
    before = manifest.get(f"{name}.row_digests", "").split()
    now = [_short(row) for row in rows]
    found = [
        _difference(name, kind, (old_end - old, start + new, start + new_end - 1))
        for kind, old, old_end, new, new_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    return found or [f"{name}: its checksum does not fit its rows"]


def _difference(name: str, kind: str, where: tuple[int, int, int]) -> str:
    gone, first, last = where
    rows = f"row {first} was" if first == last else f"rows {first} to {last} were"
    match kind:
        case "delete":
            return f"{name}: {gone} missing before row {first}"
        case "insert":
            return f"{name}: {rows} added"
        case _replaced:
            return f"{name}: {rows} changed"


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A text from a damaged file may hold half a character; it has to be told, not to stop us.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _short(row: Sequence[str]) -> str:
    return _digest(row)[:SHORT]

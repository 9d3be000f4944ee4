"""A report as one JSON document, whole: data/report.schema.json says what it holds.

Its `answers` are what `manage.py recommend` takes, so that anybody can have the scores worked out again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from recommendations.reports import services
from recommendations.reports.exports.manifest import ExportFileError, Opened, describe
from recommendations.reports.filled import FilledError, parse
from recommendations.reports.reviews import AdjustedFunction, as_values

PARTS: Final = ("report", "answers", "notes", "result", "text")
# Parts of a document that have their own names in a report's content.
_APART: Final = ("inputs", "result", "page")


def render(told: Mapping[str, Any], checksum: str, beside: Sequence[AdjustedFunction] = ()) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes."""
    text = json.dumps(document(told, checksum, beside), ensure_ascii=False, indent=2, allow_nan=False)
    # Half a character can't be written in UTF-8; no form lets one in.
    return f"{text}\n".encode("utf-8", "replace")


def document(told: Mapping[str, Any], checksum: str, beside: Sequence[AdjustedFunction] = ()) -> dict[str, Any]:
    inputs = dict(told["inputs"])
    notes = inputs.pop("notes")
    about = {key: value for key, value in told.items() if key not in _APART}
    values = {
        "report": {**about, "checksum": checksum},
        "answers": inputs,
        "notes": notes,
        "result": told["result"],
        "text": told["page"],
        # Beside the report, so its checksum does not cover them; the manifest does.
        **({"adjustments": as_values(beside)} if beside else {}),
    }
    return {**values, "manifest": describe("json", told["reference"], _parts(values))}


def content(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put a document back into the content that its report was frozen with."""
    about = {key: value for key, value in values["report"].items() if key != "checksum"}
    inputs = {**values["answers"], "notes": values["notes"]}
    return {**about, "inputs": inputs, "result": values["result"], "page": values["text"]}


def read(file: bytes) -> Opened:
    """Read a file back.

    Raises:
        ExportFileError: it is not one of ours, or is damaged beyond reading.
    """
    try:
        values = parse(file.decode("utf-8-sig"))
    except (UnicodeDecodeError, FilledError) as error:
        raise ExportFileError(f"this is no JSON in UTF-8 ({error})") from error
    wanted = (*PARTS, "manifest")
    if not isinstance(values, dict) or not all(isinstance(values.get(name), dict) for name in wanted):
        raise ExportFileError(f"a report has the parts {', '.join(wanted)}")
    manifest = {key: str(value) for key, value in values["manifest"].items()}
    others = {name: value for name, value in values.items() if name != "manifest"}
    return Opened(manifest, _parts(others), problems=_problems(values))


def _problems(values: Mapping[str, Any]) -> tuple[str, ...]:
    text = services.canonical(content(values))
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == values["report"].get("checksum"):
        return ()
    return ("report: its checksum is not that of what stands here",)


def _parts(values: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Take a document apart as far as it helps to say where it was changed: a list has a row for each entry."""
    parts: dict[str, list[list[str]]] = {}
    for name, part in values.items():
        inner = part.items() if isinstance(part, dict) else (("", part),)
        parts |= {f"{name}.{key}": _rows(value) for key, value in inner}
    return parts


def _rows(value: Any) -> list[list[str]]:
    every = value if isinstance(value, list) else [value]
    return [[json.dumps(one, ensure_ascii=False, sort_keys=True)] for one in every]

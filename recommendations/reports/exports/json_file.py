"""A report as one JSON document, whole: data/report.schema.json says what it holds.

Its `answers` are what `manage.py recommend` takes, so that anybody can have the scores worked out again.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from recommendations.reports.exports.besides import NOTHING, Besides, as_document
from recommendations.reports.reviews import as_values

# Parts of a document that have their own names in a report's content.
_APART: Final = ("inputs", "result", "page")


def render(content: Mapping[str, Any], checksum: str, besides: Besides = NOTHING) -> bytes:
    """Write a report's content, and what stands beside it. The same content gives the same bytes."""
    text = json.dumps(
        document(content, checksum, besides), ensure_ascii=False, indent=2, allow_nan=False, cls=DjangoJSONEncoder
    )
    # Half a character can't be written in UTF-8; no form lets one in.
    return f"{text}\n".encode("utf-8", "replace")


def document(content: Mapping[str, Any], checksum: str, besides: Besides = NOTHING) -> dict[str, Any]:
    inputs = dict(content["inputs"])
    notes = inputs.pop("notes")
    about = {key: value for key, value in content.items() if key not in _APART}
    return {
        "report": {**about, "checksum": checksum},
        "answers": inputs,
        "notes": notes,
        "result": content["result"],
        "text": content["page"],
        # Beside the report, so its checksum does not cover them.
        **({"adjustments": as_values(besides.adjustments)} if besides.adjustments else {}),
        **({"beside": [as_document(addition) for addition in besides.additions]} if besides.additions else {}),
    }

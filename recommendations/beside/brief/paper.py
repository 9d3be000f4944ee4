"""A brief as a PDF: what its template takes."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.beside.brief.reading import Brief, Piece
from recommendations.reports.exports.pdf import typeset_values

TEMPLATE: Final = "brief.typ"


def render(brief: Brief, *, who: object = "") -> bytes:
    """Print a brief as it stands, in its turn; what is left out is not in it.

    Raises:
        BusyError, TooOftenError: as the queue of those who print says.
    """
    last = brief.last
    return typeset_values(TEMPLATE, _printed(brief), last[0] if last else timezone.now(), who=who)


def _printed(brief: Brief) -> dict[str, Any]:
    name = "" if brief.chosen.without_names else brief.report.data["organisation"]
    return {
        "lang": brief.report.language,
        "title": brief.title,
        "running": " · ".join(filter(None, (name, _("Brief for providers")))),
        "lead": _pieces(brief.lead),
        "parts": [
            {
                "key": part.key,
                "letter": part.letter,
                "title": part.title,
                "blocks": [
                    {
                        "kind": block.kind,
                        "heads": list(block.heads),
                        "rows": [[_pieces(cell) for cell in row] for row in rows],
                    }
                    for block, rows in part.shown
                ],
            }
            for part in brief.told
        ],
        "words": {"page_of": _("{n} of {of}"), "work": _("Work")},
    }


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    return [{"text": piece.text, "is_gap": piece.is_gap} for piece in pieces]

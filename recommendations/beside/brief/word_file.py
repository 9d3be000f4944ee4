"""A brief as a Word file that its owner may go on writing in."""

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from recommendations.beside.brief.reading import Brief, Piece
from recommendations.reports.exports.word_copy import QUEUE

if TYPE_CHECKING:
    from recommendations.reports.exports import word
else:
    # Loaded when the first file is written: its library takes memory of every worker, and few write one.
    word = SimpleLazyObject(partial(import_module, "recommendations.reports.exports.word"))


def render(brief: Brief, *, who: object = "") -> bytes:
    """Write a brief as it stands, in its turn; what is left out is not in it.

    Raises:
        BusyError: as the queue of those who have a Word file written says.
    """
    with QUEUE.turn(who):
        return _written(brief)


def _written(brief: Brief) -> bytes:
    last = brief.last
    author = "" if brief.chosen.without_names else brief.report.data["organisation"]
    file = word.WordFile(
        title=brief.title,
        language=brief.report.language,
        at=last[0] if last else timezone.now(),
        author=author,
    )
    file.heading(brief.title, 1)
    file.paragraph(_line(brief.lead))
    for part in brief.told:
        file.heading(f"{part.letter}  {part.title}")
        for block, rows in part.shown:
            lines = [[_line(cell) for cell in row] for row in rows]
            match block.kind:
                case "table":
                    file.table(title=part.title, heads=(_("Work"), *block.heads), rows=lines, widths=(1.1, 2.6, 1.6))
                case "list":
                    file.bullets(row[0] for row in lines)
                case "numbers":
                    file.numbered((row[0] for row in lines), space=_("Answer:"))
                case "pairs":
                    file.pairs((row[0], row[1]) for row in lines)
                case _:
                    file.paragraph(*(row[0] for row in lines))
    return file.save()


def _line(pieces: Iterable[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.is_gap) for piece in pieces]

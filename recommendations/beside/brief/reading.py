"""A brief as it stands: our words, with what its owner chose, filled in and wrote in their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, NamedTuple

from recommendations.beside.brief.marked import Block, Run, blocks_of, gaps_in, runs
from recommendations.beside.brief.writing import HEAD, PARTS, TITLES, Chosen, Draft, Gap, write
from recommendations.models import BriefText, ProviderBrief, Report

LETTERS: Final = "ABCDEFGH"
# A text's key says what it is: a part, or what fills a gap.
PART, FILL = "part:", "fill:"


class Piece(NamedTuple):
    """A piece of a line; `gap` is the key of the gap it is, empty for a gap in the owner's own text."""

    text: str
    is_gap: bool
    gap: str = ""


@dataclass(frozen=True)
class BriefPart:
    """One lettered part; `ours` is what it would say in our words. Only parts that are told have a letter."""

    key: str
    letter: str
    title: str
    text: str
    ours: str
    heads: tuple[str, ...]
    is_out: bool
    edited: BriefText | None
    gaps: Mapping[str, tuple[str, ...]]

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_of(self.text, self.heads)

    @property
    def shown(self) -> list[tuple[Block, list[list[list[Piece]]]]]:
        """Give each block with its rows, cells and pieces."""
        known = {} if self.edited else self.gaps
        finder = _GapFinder(known)
        return [(block, [[finder.pieces(cell) for cell in row] for row in block.rows]) for block in self.blocks]


@dataclass(frozen=True)
class Brief:
    """One brief, whole. `kept` is None until its owner saved something."""

    report: Report
    model: str
    draft: Draft
    kept: ProviderBrief | None
    texts: Mapping[str, BriefText]
    chosen: Chosen

    @property
    def title(self) -> str:
        return self.draft.title

    @property
    def lead(self) -> list[Piece]:
        return _GapFinder(self._keys(HEAD)).pieces(self.draft.lead)

    @cached_property
    def parts(self) -> tuple[BriefPart, ...]:
        """List all parts in their order, also those that are not told."""
        return tuple(self._parts())

    @property
    def told(self) -> tuple[BriefPart, ...]:
        return tuple(part for part in self.parts if not part.is_out)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """List the gaps that have a field: those in our words of the parts that are told, filled or not."""
        places = {HEAD, *(part.key for part in self.told if part.edited is None)}
        return tuple(gap for gap in self.draft.gaps if gap.parts & places)

    @property
    def open_gaps(self) -> int:
        """Count what is still to be filled in, each gap once, in our words and in the owner's."""
        own = sum(len(gaps_in(part.text)) for part in self.told if part.edited)
        return own + sum(not self.chosen.fills.get(gap.key) for gap in self.gaps)

    @property
    def names_us(self) -> list[BriefPart]:
        """List the parts in which the owner's own words name the organisation although it is left out."""
        name = self.report.data["organisation"].strip().casefold()
        if not name or not self.chosen.without_names:
            return []
        return [part for part in self.told if name in part.text.casefold()]

    @property
    def last(self) -> tuple[datetime, str] | None:
        """Say when it was last saved, and by whom, where that is known."""
        if self.kept is None:
            return None
        rows: tuple[ProviderBrief | BriefText, ...] = (self.kept, *self.texts.values())
        saved = max(rows, key=lambda row: row.edited_at)
        return saved.edited_at, str(saved.edited_by) if saved.edited_by else ""

    def _parts(self) -> Iterator[BriefPart]:
        out = frozenset(self.kept.parts_out) if self.kept else frozenset()
        letters = iter(LETTERS)
        for key in PARTS:
            ours, edited = self.draft.texts[key], self.texts.get(PART + key)
            text = edited.text if edited else ours
            is_out = key in out or not text
            yield BriefPart(
                key=key,
                letter="" if is_out else next(letters),
                title=str(TITLES[key]),
                text=text,
                ours=ours,
                heads=self.draft.heads.get(key, ()),
                is_out=is_out,
                edited=edited,
                gaps=self._keys(key),
            )

    def _keys(self, part: str) -> Mapping[str, tuple[str, ...]]:
        """Give the open gaps of a part, by what names them in the text, in the order they stand there."""
        keys: dict[str, tuple[str, ...]] = {}
        for gap in self.draft.gaps:
            if part in gap.parts and not self.chosen.fills.get(gap.key):
                keys[gap.label] = (*keys.get(gap.label, ()), gap.key)
        return keys


def read(report: Report, model: str) -> Brief:
    """Read one brief of a report, in two queries; the language of this visit is the report's."""
    kept = report.briefs.filter(model=model).select_related("edited_by").first()
    return put_together(report, model, kept, list(kept.texts.select_related("edited_by")) if kept else [])


def put_together(report: Report, model: str, kept: ProviderBrief | None, rows: list[BriefText]) -> Brief:
    texts = {row.key: row for row in rows}
    chosen = (
        Chosen(
            works_out=frozenset(kept.works_out),
            without_names=kept.without_names,
            with_notes=kept.with_notes,
            with_secrets=kept.with_secrets,
            fills={key.removeprefix(FILL): row.text for key, row in texts.items() if key.startswith(FILL)},
        )
        if kept
        else Chosen()
    )
    return Brief(report, model, write(report, model, chosen), kept, texts, chosen)


class _GapFinder:
    """Finds of each gap in a text which one it is: those of the same name stand in the order of their keys."""

    def __init__(self, known: Mapping[str, tuple[str, ...]]) -> None:
        self._left = {label: list(keys) for label, keys in known.items()}

    def pieces(self, line: str) -> list[Piece]:
        return [Piece(run.text, run.is_gap, self._key(run)) for run in runs(line)]

    def _key(self, run: Run) -> str:
        keys = self._left.get(run.text, []) if run.is_gap else []
        return (keys.pop(0) if len(keys) > 1 else keys[0]) if keys else ""

"""The only module that knows the library that sets pages; loaded in the process that prints, and nowhere else."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import typst

STANDARD: Final = "ua-1"
# The library lets what it remembers grow old with each print and forgets it after ten. Here with every sixth, as
# compiling nothing counts as a print: sentences that reports share are set once, and memory stays small.
AGES: Final = 5
MOST_TRIES: Final = 4
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_WITHOUT_GLYPH: Final = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def typeset(
    template: Path, near: Sequence[str], far: Sequence[str], values: str, *, given_at: int, far_east: bool
) -> tuple[bytes, str]:
    """Set a template with values (JSON) and the fonts of two lists of folders; `far` only where `far_east` asks for it.

    PDF/UA allows no page to have a hole, so a sign that no font has is replaced by one that says so.

    Returns:
        The PDF, or nothing and what the library complained of.
    """
    compiler = _compiler(template.parent, (*near, *far) if far_east else tuple(near))
    complaint = ""
    for _try in range(MOST_TRIES):
        try:
            pdf = compiler.compile(
                input=_source(template, values).encode(), pdf_standards=STANDARD, timestamp=given_at, format="pdf"
            )
        except typst.TypstError as error:
            complaint = str(error.diagnostic)
            missing = texts_without_glyph(complaint)
            if not missing:
                break
            holes = "|".join(re.escape(text) for text in sorted(missing, key=len, reverse=True))
            values = re.sub(holes, REPLACEMENT, values)
        else:
            for _age in range(AGES):
                _compiler(template.parent, ()).compile(b"", format="svg")
            if not isinstance(pdf, bytes):
                raise TypeError(pdf)
            return pdf, ""
    return b"", complaint


def texts_without_glyph(diagnostic: str) -> list[str]:
    """Read which texts no font has a glyph for: never any that JSON is written with, which every font has."""
    read = (
        _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], quoted[1:-1])
        for quoted in dict.fromkeys(_WITHOUT_GLYPH.findall(diagnostic))
    )
    return [text for text in read if text and not re.search(r"[ -~]", text)]


def _source(template: Path, values: str) -> str:
    # Not through sys.inputs: the library forgets every layout when one of those changes.
    return f"#let values = {literal(values)}\n{template.read_text('utf-8')}"


def literal(text: str) -> str:
    """Write a text as a string of the template's language, in which these two signs alone mean anything."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _compiler(root: Path, folders: tuple[str, ...]) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    return typst.Compiler(root=root, font_paths=fonts, ignore_system_fonts=True)

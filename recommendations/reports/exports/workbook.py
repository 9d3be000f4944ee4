"""A report's Excel workbook as it is downloaded: written once, then kept."""

import hashlib
import inspect
from functools import cache, partial
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Final

from django.utils import translation
from django.utils.functional import SimpleLazyObject

from assessments.models.languages import read_here
from recommendations.models import KeptCopy, Report
from recommendations.reports.exports import kept, table
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.exports.queues import Bounds, Queue

if TYPE_CHECKING:
    from recommendations.reports.exports import xlsx_file
else:
    # Loaded when the first workbook is written: its library takes 7 MB of every worker, and few write one.
    xlsx_file = SimpleLazyObject(partial(import_module, "recommendations.reports.exports.xlsx_file"))

# Its own: a workbook does not wait for whoever prints.
QUEUE: Final = Queue(Bounds(most=2, each=2, seconds=6))


def copy_of(report: Report, besides: Besides = NOTHING, *, who: object = "") -> KeptCopy:
    """Give a report's workbook, with what people put beside its results; `who` is for the queue."""

    def write_it(report: Report) -> bytes:
        with translation.override(report.language):
            edition = read_here(report.assessment.questionnaire_id)
            return xlsx_file.render(report.data, report.checksum, edition, besides)

    means = f"{_means()} {besides.digest}"
    return kept.copy_of(report, kind=KeptCopy.Kind.XLSX, means=means, render=write_it, queue=QUEUE, who=who)


@cache
def _means() -> str:
    """Name what a workbook is made with: other code or another library may write other bytes."""
    texts = (*map(inspect.getsource, (xlsx_file, table)), metadata.version("openpyxl"))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()

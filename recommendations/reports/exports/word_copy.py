"""A report's Word file as it is downloaded: written once, then kept."""

import hashlib
import inspect
import json
from functools import cache, partial
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from recommendations.models import KeptCopy, Report
from recommendations.reports.actions import list_actions
from recommendations.reports.exports import kept
from recommendations.reports.exports.besides import NOTHING, Besides
from recommendations.reports.exports.queues import Bounds, Queue
from recommendations.reports.reviews import sentences

if TYPE_CHECKING:
    from recommendations.reports.exports import word_report
else:
    # Loaded when the first file is written: its library takes memory of every worker, and few write one.
    word_report = SimpleLazyObject(partial(import_module, "recommendations.reports.exports.word_report"))


# Of all Word files, also of briefs; its own, as none of them waits for whoever prints.
QUEUE: Final = Queue(Bounds(most=2, each=2, seconds=6))


def copy_of(report: Report, besides: Besides = NOTHING, *, who: object = "") -> KeptCopy:
    """Give a report's Word file, with what stands beside it; `who` is for the queue."""
    statuses = list(report.action_statuses.order_by("action").values_list("action", "owner", "due", "status"))

    def write_it(report: Report) -> bytes:
        with translation.override(report.language):
            return word_report.render(
                report.data,
                report.page,
                report.checksum,
                actions=list_actions(report),
                beside=sentences(besides.adjustments),
                additions=besides.additions,
            )

    means = f"{_means()} {besides.digest} {json.dumps(statuses, cls=DjangoJSONEncoder)}"
    return kept.copy_of(report, kind=KeptCopy.Kind.DOCX, means=means, render=write_it, queue=QUEUE, who=who)


@cache
def _means() -> str:
    """Name what a Word file is made with: other code or another library may write other bytes."""
    modules = (import_module(f"recommendations.reports.exports.{name}") for name in ("word_report", "word"))
    texts = (*map(inspect.getsource, modules), metadata.version("python-docx"))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()

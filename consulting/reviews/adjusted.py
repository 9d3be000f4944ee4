"""What consultants put beside a report's computed results, in the words of every place that prints it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consulting.models import Adjustment
from recommendations.models import Report

MODELS = {"bpo": "BPO", "kpo": "KPO", "ito": "ITO"}


@dataclass(frozen=True, slots=True)
class Line:
    """One function as computed and as adjusted, with the reason, the name and the day; all finished text."""

    key: str
    name: str
    computed: str
    model: str
    label: str
    state: str
    words: str
    result: str
    reason: str
    by: str
    firm: str
    on: str
    at: str

    @property
    def who(self) -> str:
        return ", ".join(part for part in (self.by, self.firm, self.on) if part)

    @property
    def sentence(self) -> str:
        return _("After review: %(result)s. “%(reason)s” %(who)s") % {
            "result": self.result,
            "reason": self.reason,
            "who": self.who,
        }


def lines_of(report: Report, *, without_names: bool = False) -> tuple[Line, ...]:
    """Read a report's adjustments, in the order of its functions."""
    rows = Adjustment.objects.current().filter(report=report).select_related("review__consultancy")
    said: dict[str, list[Adjustment]] = {}
    for row in rows:
        said.setdefault(row.function, []).append(row)
    if not said:
        return ()
    functions = [(group, row) for group in report.told["page"]["map"]["groups"] for row in group["rows"]]
    return tuple(
        _line(one, told, without_names=without_names) for _g, told in functions for one in said.get(told["key"], ())
    )


def by_function(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line)
    return found


def beside(lines: Iterable[Line]) -> Mapping[str, Sequence[str]]:
    """Give them as the sentences that the PDF prints at each function."""
    return {key: [line.sentence for line in found] for key, found in by_function(lines).items()}


def values(lines: Iterable[Line]) -> list[dict[str, str]]:
    """Give them as plain values, for files."""
    return [
        {
            "function": line.key,
            "function_name": line.name,
            "computed": line.computed,
            "model": line.label,
            "readiness": line.words,
            "reason": line.reason,
            "by": line.by,
            "consultancy": line.firm,
            "at": line.at,
        }
        for line in lines
    ]


def mark(lines: Sequence[Line]) -> str:
    """Tell one set of adjustments from every other; empty where there are none."""
    return hashlib.sha256(json.dumps(values(lines), sort_keys=True).encode()).hexdigest()[:16] if lines else ""


def label_of(model: str) -> str:
    return MODELS.get(model) or _("In-house")


def _line(row: Adjustment, told: Mapping[str, Any], *, without_names: bool) -> Line:
    label = label_of(row.model) if row.model else ""
    words = row.get_readiness_display() if row.readiness else ""
    computed = ", ".join(part for part in (told["label"], str(told["score"] or ""), told["words"]) if part)
    return Line(
        key=row.function,
        name=told["name"],
        computed=computed,
        model=row.model,
        label=label,
        state=row.readiness,
        words=words,
        result=", ".join(part for part in (label, words) if part),
        reason=row.reason,
        by="" if without_names else row.author_name,
        firm="" if without_names else row.review.consultancy.name,
        on=date_format(localtime(row.made_at), "DATE_FORMAT"),
        at=row.made_at.isoformat(),
    )

"""Gates between a draft and its publication: each looks at the draft and names what a person must give a reason for.

An app above adds its own with `register`; nobody publishes in the admin past one whose points they have not read.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.authoring import findings
from assessments.edition import document
from assessments.edition.lint import Level, lint
from assessments.models import Questionnaire
from assessments.models.reading import read

WARNINGS: Final = "warnings"


@dataclass(frozen=True, slots=True)
class GateResult:
    """What a gate says of a draft: its rows, to be kept as JSON, and the points that want a reason, as sentences."""

    gate: str
    rows: tuple[Mapping[str, Any], ...] = ()
    points: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.points


@dataclass(frozen=True, slots=True)
class Gate:
    """`check` may take its time; `basis` says quickly what the result rests on besides the draft itself."""

    name: str
    title: Promise
    check: Callable[[Questionnaire], GateResult]
    basis: Callable[[Questionnaire], str] = field(default=lambda _questionnaire: "")


@dataclass(frozen=True, slots=True)
class GateCheck:
    """What every gate says of a draft, and the mark of what they looked at."""

    mark: str
    results: tuple[GateResult, ...]


def warnings(questionnaire: Questionnaire) -> GateResult:
    """Name what the lint would rather have otherwise; its errors stand in the way whatever the reason."""
    content = read(questionnaire.pk)
    rows = tuple(
        {"place": findings.place(finding, content), "message": findings.message(finding)}
        for finding in lint(content)
        if finding.level is Level.WARNING
    )
    return GateResult(WARNINGS, rows, tuple(f"{row['place']}: {row['message']}" for row in rows))


_registered: Final[dict[str, Gate]] = {
    WARNINGS: Gate(WARNINGS, _("What the lint would rather have otherwise"), warnings)
}


def register(gate: Gate) -> None:
    _registered[gate.name] = gate


def title_of(gate: str) -> str:
    return str(_registered[gate].title) if gate in _registered else gate


def check(questionnaire: Questionnaire) -> GateCheck:
    """Ask every gate. What they say holds as long as the mark stays the same."""
    mark = mark_of(questionnaire)
    return GateCheck(mark, tuple(gate.check(questionnaire) for gate in _registered.values()))


def mark_of(questionnaire: Questionnaire) -> str:
    """Take the checksum of everything the gates look at: the draft, and what each rests on besides."""
    bases = {name: gate.basis(questionnaire) for name, gate in _registered.items()}
    return document.checksum(f"{document.write(read(questionnaire.pk))}{json.dumps(bases)}")

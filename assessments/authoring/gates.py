"""Gates between a draft and its publication: each looks at the draft and names what a person must give a reason for.

A room above puts up its own with `stand`; nobody who publishes in the admin gets past one that they have not heard.
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
class Ruling:
    """What a gate says of a draft: its rows, to be kept as JSON, and the points that want a reason, as sentences."""

    gate: str
    told: tuple[Mapping[str, Any], ...] = ()
    points: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.points


@dataclass(frozen=True, slots=True)
class Gate:
    """`look` may take its time; `basis` tells quickly what the ruling rests on besides the draft itself."""

    name: str
    title: Promise
    look: Callable[[Questionnaire], Ruling]
    basis: Callable[[Questionnaire], str] = field(default=lambda _questionnaire: "")


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a draft: what every gate said, and the mark of what they looked at."""

    mark: str
    rulings: tuple[Ruling, ...]


def warnings(questionnaire: Questionnaire) -> Ruling:
    """Name what the lint would rather have otherwise; its errors stand in the way whatever the reason."""
    content = read(questionnaire.pk)
    told = tuple(
        {"place": findings.place(finding, content), "message": findings.message(finding)}
        for finding in lint(content)
        if finding.level is Level.WARNING
    )
    return Ruling(WARNINGS, told, tuple(f"{one['place']}: {one['message']}" for one in told))


_standing: Final[dict[str, Gate]] = {WARNINGS: Gate(WARNINGS, _("What the lint would rather have otherwise"), warnings)}


def stand(gate: Gate) -> None:
    _standing[gate.name] = gate


def title_of(gate: str) -> str:
    return str(_standing[gate].title) if gate in _standing else gate


def look(questionnaire: Questionnaire) -> Look:
    """Ask every gate. What they say holds as long as the mark stays the same."""
    mark = mark_of(questionnaire)
    return Look(mark, tuple(gate.look(questionnaire) for gate in _standing.values()))


def mark_of(questionnaire: Questionnaire) -> str:
    """Take the checksum of everything the gates look at: the draft, and what each rests on besides."""
    bases = {name: gate.basis(questionnaire) for name, gate in _standing.items()}
    return document.checksum(f"{document.write(read(questionnaire.pk))}{json.dumps(bases)}")

"""The example clients as a gate before publishing: one that leads elsewhere than it should wants a reason."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.authoring import gates
from assessments.edition.sourcing_models import LABELS
from assessments.models import Questionnaire
from recommendations.models import ExampleClient
from recommendations.trials import runs

EXAMPLES: Final = "examples"
WORDS: Final[dict[str, Promise | str]] = {
    **LABELS,
    "mix": gettext_lazy("a mix"),
    "in_house": gettext_lazy("in-house"),
    "undecided": gettext_lazy("undecided"),
}


def check(questionnaire: Questionnaire) -> gates.GateResult:
    """Run every example and name those that flip."""
    table = sorted(runs.run(questionnaire), key=lambda row: not row["flips"])
    point = _("%(key)s “%(title)s”: expected %(expected)s, got %(got)s")
    points = tuple(point % row for row in table if row["flips"])
    return gates.GateResult(EXAMPLES, tuple(row | {"words": _words(row)} for row in table), points)


def basis(questionnaire: Questionnaire) -> str:
    """Sum up what the table rests on besides the draft: the examples, and the edition in use."""
    in_use = Questionnaire.objects.published().filter(slug=questionnaire.slug).values_list("pk", "revision").first()
    fields = [field.attname for field in ExampleClient._meta.concrete_fields]
    rows = [{name: getattr(row, name) for name in fields} for row in ExampleClient.objects.for_edition(questionnaire)]
    return hashlib.sha256(json.dumps([in_use, rows], default=str, sort_keys=True).encode()).hexdigest()


def register() -> None:
    gates.register(gates.Gate(EXAMPLES, gettext_lazy("What the example clients come to"), check, basis))


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    """Put the outcomes into words, in the language of whoever publishes."""
    wanted = dict.fromkeys((row["expected"], *row["acceptable"]))
    return {
        "expected": ", ".join(str(WORDS.get(label, label)) for label in wanted),
        "before": str(WORDS.get(row["before"], "–")),
        "got": str(WORDS.get(row["got"], row["got"])),
    }

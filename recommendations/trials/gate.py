"""The example clients as a gate before publishing: one that leads elsewhere than it should wants a reason."""

import hashlib
import json
from typing import Final

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


def look(questionnaire: Questionnaire) -> gates.Ruling:
    """Run every example and name those that flip."""
    table = tuple(sorted(runs.run(questionnaire), key=lambda one: not one.flips))
    return gates.Ruling(
        EXAMPLES, tuple(runs.as_row(one) | {"said": _said(one)} for one in table), tuple(_points(table))
    )


def basis(questionnaire: Questionnaire) -> str:
    """Tell what the table rests on besides the draft: the examples, and the edition in use."""
    in_use = Questionnaire.objects.published().filter(slug=questionnaire.slug).values_list("pk", "revision").first()
    fields = [field.attname for field in ExampleClient._meta.concrete_fields]
    rows = [{name: getattr(row, name) for name in fields} for row in ExampleClient.objects.for_edition(questionnaire)]
    return hashlib.sha256(json.dumps([in_use, rows], default=str, sort_keys=True).encode()).hexdigest()


def put_up() -> None:
    gates.stand(gates.Gate(EXAMPLES, gettext_lazy("What the example clients come to"), look, basis))


def _said(one: runs.Ran) -> dict[str, str]:
    """Put the outcomes into words, in the language of whoever publishes."""
    acceptable = [each for each in one.acceptable if each != one.expected]
    return {
        "expected": ", ".join(str(WORDS.get(each, each)) for each in (one.expected, *acceptable)),
        "before": str(WORDS.get(one.before, "–")),
        "got": str(WORDS.get(one.got, one.got)),
    }


def _points(table: tuple[runs.Ran, ...]) -> list[str]:
    said = _("%(key)s “%(title)s”: expected %(expected)s, got %(got)s")
    return [
        said % {"key": one.key, "title": one.title, "expected": one.expected, "got": one.got}
        for one in table
        if one.flips
    ]

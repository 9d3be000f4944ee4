"""The models that work can be sourced by: the one table that the edition, the engine and every page read.

Pure: the texts are English here and are translated where they are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; whoever shows it looks it up. Django's own would load Django."""
    return text


class Column(StrEnum):
    """What an answer can speak for: three models, side by side, and whether the work should leave at all."""

    BPO = "bpo"
    KPO = "kpo"
    ITO = "ito"
    OUTSOURCE = "outsource"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingModel:
    """One model. `subject` is the kind of thing it takes over (flow.Subject). `label` is a name in every language; `partner` stands inside a sentence, `hand_over` above a list.

    Its shape is `s-<key>` in templates/components/sprite.html, its colours are `--<key>` in static/css/site.css.
    """

    key: Column
    subject: str
    label: str
    full_name: str
    partner: str
    hand_over: str


SOURCING_MODELS: Final = (
    SourcingModel(
        key=Column.BPO,
        subject="process",
        label="BPO",
        full_name=gettext_noop("Business process outsourcing"),
        partner=gettext_noop("a BPO provider"),
        hand_over=gettext_noop("Hand to a BPO provider"),
    ),
    SourcingModel(
        key=Column.KPO,
        subject="knowledge",
        label="KPO",
        full_name=gettext_noop("Knowledge process outsourcing"),
        partner=gettext_noop("a KPO adviser"),
        hand_over=gettext_noop("Bring in a KPO adviser"),
    ),
    SourcingModel(
        key=Column.ITO,
        subject="technology",
        label="ITO",
        full_name=gettext_noop("Information technology outsourcing"),
        partner=gettext_noop("an ITO provider"),
        hand_over=gettext_noop("Let an ITO provider run it"),
    ),
)
MODELS: Final = tuple(model.key for model in SOURCING_MODELS)
COLUMNS: Final = (*MODELS, Column.OUTSOURCE)
LABELS: Final[Mapping[str, str]] = {model.key.value: model.label for model in SOURCING_MODELS}
CHOICES: Final = tuple(LABELS.items())

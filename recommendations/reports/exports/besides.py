"""All that stands beside a frozen report and goes into each copy of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from recommendations.reports.addition import Addition
from recommendations.reports.reviews import AdjustedFunction, as_values


@dataclass(frozen=True, slots=True)
class Owner:
    """Who does one action, and until when; either may be missing."""

    name: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Besides:
    """What consultants adjusted, what people added, and by the key of an action who does it."""

    adjustments: tuple[AdjustedFunction, ...] = ()
    additions: tuple[Addition, ...] = ()
    owners: Mapping[str, Owner] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Distinguish this from everything else that could stand there; empty where nothing does."""
        if not (self.adjustments or self.additions or self.owners):
            return ""
        owners = {action: asdict(owner) for action, owner in self.owners.items()}
        values = [as_values(self.adjustments), [asdict(addition) for addition in self.additions], owners]
        text = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()


NOTHING: Final = Besides()


def as_document(addition: Addition) -> dict[str, Any]:
    """Give an addition as plain values, for JSON: what it holds, who put it there and when."""
    return {
        "key": addition.key,
        "title": addition.title,
        "by": addition.by,
        "at": addition.at,
        "paragraphs": list(addition.paragraphs),
        "values": dict(addition.values),
    }

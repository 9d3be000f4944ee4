"""An edition as one canonical text: the same content gives the same bytes, and a checksum names them."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from assessments.edition.flow import (
    Advice,
    CatalogueFunction,
    Choice,
    Condition,
    Department,
    Edition,
    Question,
    Scope,
    Source,
    Step,
)


def write(edition: Edition) -> str:
    return json.dumps(asdict(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(text: str) -> str:
    """Give the SHA-256 of a text, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Edition:
    """Read what `write` wrote."""
    values = json.loads(text)
    return Edition(
        **values
        | {
            "sources": tuple(Source(**source) for source in values["sources"]),
            "steps": tuple(Step(**step) for step in values["steps"]),
            "departments": tuple(Department(**department) for department in values["departments"]),
            "questions": tuple(map(_question, values["questions"])),
            "functions": tuple(
                CatalogueFunction(
                    **function
                    | {
                        "prior": tuple(function["prior"]),
                        "typical": tuple((question, choice) for question, choice in function["typical"]),
                        "skips": tuple(function["skips"]),
                    }
                )
                for function in values["functions"]
            ),
        }
    )


def _question(values: dict[str, Any]) -> Question:
    condition = values["condition"]
    return Question(
        **values
        | {
            "scope": Scope(values["scope"]),
            "choices": tuple(
                Choice(
                    **choice
                    | {
                        "evidence": tuple(choice["evidence"]),
                        "advice": tuple(Advice(**piece) for piece in choice["advice"]),
                    }
                )
                for choice in values["choices"]
            ),
            "condition": Condition(condition["question"], tuple(condition["choices"])) if condition else None,
        }
    )

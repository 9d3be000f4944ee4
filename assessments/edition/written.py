"""An edition, or its texts in another language, as the values of a file: what `toml_file` reads, written.

Pure, like the flow. Empty texts are left out, as an author would; the checksum is over the rest.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import tomli_w

from assessments.edition import document, flow
from assessments.edition.sourcing_models import COLUMNS
from assessments.edition.texts import Rendering

CHECKSUM: Final = "checksum"


def values(edition: flow.Edition) -> dict[str, Any]:
    filled = {
        **_filled(edition, ("slug", "edition", "language", "title", "introduction")),
        "sources": [_filled(source, ("key", "title", "note")) for source in edition.sources],
        "steps": [_filled(step, ("slug", "title", "lead")) for step in edition.steps],
        "departments": [_filled(department, ("key", "name")) for department in edition.departments],
        "questions": [_question(question) for question in edition.questions],
        "functions": [
            {
                **_filled(function, ("key", "name", "department", "office", "subject")),
                "prior": dict(zip(map(str, COLUMNS), function.prior, strict=False)),
                **_filled(function, ("hand_over", "hand_over_why", "hand_over_source", "one_off", "common")),
                **_filled(function, ("says", "source", "split", "hint", "in_sentence", "synonyms")),
                **({"typical": dict(function.typical)} if function.typical else {}),
                **({"skips": list(function.skips)} if function.skips else {}),
            }
            for function in edition.functions
        ],
    }
    return {CHECKSUM: checksum(edition), **{name: value for name, value in filled.items() if value != []}}


def checksum(edition: flow.Edition) -> str:
    """Name an edition's content, its number and all, by 64 characters."""
    return document.checksum(document.write(edition))


def as_toml(values: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(values).encode()


def as_json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def translation(edition: flow.Edition, language: str, renderings: Mapping[str, Rendering]) -> dict[str, Any]:
    """Give the texts in one language, each beside the original it was made of."""
    texts = [
        {"key": key, "original": rendering.original, "text": rendering.text}
        for key, rendering in renderings.items()
        if rendering.text
    ]
    return {"slug": edition.slug, "edition": edition.edition, "language": language, "texts": texts}


def _filled(part: Any, names: tuple[str, ...]) -> dict[str, Any]:
    fields = {name: getattr(part, name) for name in names}
    return {name: value for name, value in fields.items() if value not in ("", False)}


def _question(question: flow.Question) -> dict[str, Any]:
    filled: dict[str, Any] = {"step": question.step, "key": question.key, "scope": question.scope.value}
    filled |= _filled(
        question, ("weight", "text", "short", "hint", "why", "subject", "own_functions_only", "fixed", "exempt")
    )
    filled["weight"] = question.weight
    if question.condition:
        filled["show_if"] = {"question": question.condition.question, "choices": list(question.condition.choices)}
    filled["choices"] = []
    for choice in question.choices:
        values_of_choice = {
            **_filled(choice, ("key", "text", "short")),
            "evidence": dict(zip(map(str, COLUMNS), choice.evidence, strict=True)),
            **_filled(choice, ("reason", "source", "signal")),
        }
        if choice.advice:
            names = ("kind", "model", "title", "text", "effort", "impact", "source")
            values_of_choice["advice"] = [_filled(piece, names) for piece in choice.advice]
        filled["choices"].append(values_of_choice)
    return filled

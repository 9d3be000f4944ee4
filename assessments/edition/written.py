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
    told = {
        **_filled(edition, ("slug", "edition", "language", "title", "introduction")),
        "sources": [_filled(one, ("key", "title", "note")) for one in edition.sources],
        "steps": [_filled(one, ("slug", "title", "lead", "minutes")) for one in edition.steps],
        "departments": [_filled(one, ("key", "name")) for one in edition.departments],
        "questions": [_question(one) for one in edition.questions],
        "functions": [_function(one) for one in edition.functions],
    }
    return {CHECKSUM: checksum(edition), **{name: value for name, value in told.items() if value != []}}


def checksum(edition: flow.Edition) -> str:
    """Name an edition's content, its number and all, by 64 characters."""
    return document.checksum(document.write(edition))


def as_toml(told: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(told).encode()


def as_json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def translation(edition: flow.Edition, language: str, found: Mapping[str, Rendering]) -> dict[str, Any]:
    """Give the texts in one language, each beside the original it was made of."""
    texts = [{"key": key, "original": one.original, "text": one.text} for key, one in found.items() if one.text]
    return {"slug": edition.slug, "edition": edition.edition, "language": language, "texts": texts}


def _filled(part: Any, names: tuple[str, ...]) -> dict[str, Any]:
    told = {name: getattr(part, name) for name in names}
    return {name: value for name, value in told.items() if value not in ("", False)}


def _question(question: flow.Question) -> dict[str, Any]:
    told: dict[str, Any] = {"step": question.step, "key": question.key, "scope": question.scope.value}
    told |= _filled(question, ("weight", "text", "short", "hint", "why", "own_functions_only", "fixed", "exempt"))
    told["weight"] = question.weight
    if question.condition:
        told["show_if"] = {"question": question.condition.question, "choices": list(question.condition.choices)}
    return {**told, "choices": [_choice(choice) for choice in question.choices]}


def _choice(choice: flow.Choice) -> dict[str, Any]:
    told = _filled(choice, ("key", "text", "short"))
    told["evidence"] = dict(zip(map(str, COLUMNS), choice.evidence, strict=True))
    told |= _filled(choice, ("reason", "source", "signal"))
    advice = [_filled(one, ("kind", "model", "title", "text", "effort", "impact", "source")) for one in choice.advice]
    return {**told, "advice": advice} if advice else told


def _function(function: flow.CatalogueFunction) -> dict[str, Any]:
    told = _filled(function, ("key", "name", "department", "office"))
    told["prior"] = dict(zip(map(str, COLUMNS), function.prior, strict=False))
    return told | _filled(function, ("says", "source", "split", "hint"))

"""Whether a filled assessment has the shape of the schema: the only module that knows the library, which sites never load."""

import json
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from recommendations.reports.filled import FilledError, one_of, schema


def check_shape(values: Any) -> None:
    """Hold values against the schema: shapes and types, whatever the edition.

    Raises:
        FilledError: with every problem that was found.
    """
    found = sorted(
        Draft202012Validator(schema()).iter_errors(values), key=lambda error: [str(one) for one in error.path]
    )
    if found:
        raise FilledError([_shape(error) for error in found])


def _shape(error: ValidationError) -> str:
    """Put a finding of the schema into our own words."""
    value: Any = error.instance
    rule: Any = error.validator_value
    sentences: dict[str, Callable[[], str]] = {
        "type": lambda: f"this is {_kind(value)}: give {_kind_name(rule)}",
        "required": lambda: f"“{next(key for key in rule if key not in value)}” is missing: add it",
        "additionalProperties": lambda: _unknown_key(error),
        "enum": lambda: f"{_shown(value)} is not allowed: use one of {', '.join(map(str, rule))}",
        "minItems": lambda: "there is none: name 1 to 8 functions",
        "maxItems": lambda: f"there are {len(value)}: name at most {rule}",
        "maxLength": lambda: f"this is {len(value)} characters long: use at most {rule}",
        "oneOf": lambda: "give either “function”, a key of the list, or “name”, a name of its own, and not both",
    }
    said = sentences.get(
        str(error.validator), lambda: f"{_shown(value)} does not have the right form: {_described(error)}"
    )
    return f"{_place(error.absolute_path)}: {said()}"


def _unknown_key(error: ValidationError) -> str:
    schema_: Any = error.schema
    value: Any = error.instance
    allowed = list(schema_["properties"])
    unknown = next(key for key in value if key not in allowed)
    return f"there is no “{unknown}” here: {one_of(unknown, allowed)}"


def _described(error: ValidationError) -> str:
    schema_: Any = error.schema
    return str(schema_.get("description", "see answers.schema.json"))


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


def _place(path: Any) -> str:
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place or "at the top"


def _kind(value: Any) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "empty (null)")


def _kind_name(name: Any) -> str:
    names = {"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number"}
    return names.get(str(name), str(name))

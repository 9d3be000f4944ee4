"""Whether a filled assessment has the shape of the schema: the only module that knows the library, which sites never load."""

import json
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from recommendations.reports.filled import FilledError, one_of, schema

KINDS: Final = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}
NAMES_OF_TYPES: Final = {"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number"}


def check_shape(values: Any) -> None:
    """Hold values against the schema: shapes and types, whatever the edition.

    Raises:
        FilledError: with every problem that was found.
    """
    errors = Draft202012Validator(schema()).iter_errors(values)
    problems = [_problem(error) for error in sorted(errors, key=lambda error: [str(part) for part in error.path])]
    if problems:
        raise FilledError(problems)


def _problem(error: ValidationError) -> str:
    """Put an error of the schema into our own words, behind the place it is at."""
    value: Any = error.instance
    rule: Any = error.validator_value
    schema_here: Any = error.schema
    shown = json.dumps(value, ensure_ascii=False)[:60]
    match error.validator:
        case "type":
            kind, wanted = KINDS.get(type(value), "empty (null)"), NAMES_OF_TYPES.get(str(rule), str(rule))
            sentence = f"this is {kind}: give {wanted}"
        case "required":
            sentence = f"“{next(key for key in rule if key not in value)}” is missing: add it"
        case "additionalProperties":
            allowed = list(schema_here["properties"])
            unknown = next(key for key in value if key not in allowed)
            sentence = f"there is no “{unknown}” here: {one_of(unknown, allowed)}"
        case "enum":
            sentence = f"{shown} is not allowed: use one of {', '.join(map(str, rule))}"
        case "minItems":
            sentence = "there is none: name 1 to 8 functions"
        case "maxItems":
            sentence = f"there are {len(value)}: name at most {rule}"
        case "maxLength":
            sentence = f"this is {len(value)} characters long: use at most {rule}"
        case "oneOf":
            sentence = "give either “function”, a key of the list, or “name”, a name of its own, and not both"
        case _:
            described = schema_here.get("description", "see answers.schema.json")
            sentence = f"{shown} does not have the right form: {described}"
    place = ""
    for part in error.absolute_path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return f"{place or 'at the top'}: {sentence}"

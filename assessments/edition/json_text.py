"""A JSON file that somebody wrote: read into plain values, or refused with its place and what to do.

Pure, like the flow.
"""

import json
from typing import Any

from assessments.edition.toml_table import TomlFileError, show


def json_values(content: bytes, name: str) -> dict[str, Any]:
    try:
        values = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TomlFileError([f"{name}, line {line}: not UTF-8 text: save the file as UTF-8"]) from error
    except json.JSONDecodeError as error:
        place = f"{name}, line {error.lineno}, column {error.colno}"
        raise TomlFileError([f"{place}: not JSON from here on: {error.msg}"]) from error
    except RecursionError as error:
        raise TomlFileError([f"{name}: lists within lists without end: nothing here is more than six deep"]) from error
    except ValueError as error:
        raise TomlFileError([f"{name}: {error}"]) from error
    if not isinstance(values, dict):
        raise TomlFileError([f"{name}: begin with a brace: an edition is one object, not {show(values)}"])
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{show(double)} stands twice in one object: remove one")
    return values


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number: write a whole one")

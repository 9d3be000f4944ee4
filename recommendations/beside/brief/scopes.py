"""What a provider of each function of the catalogue does, and what stays with the owner: data, in every language.

A function that the catalogue got later, or that an owner named, has none; its brief has a gap there.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

FOLDER: Final = Path(__file__).parent.parent.parent / "data"


class Scope(NamedTuple):
    do: str
    keep: str


def scope_of(function: str, language: str) -> Scope | None:
    """Give a function's scope in a language, or in English where that language has none."""
    return _read(language).get(function) or _read(settings.LANGUAGE_CODE).get(function)


@cache
def _read(language: str) -> Mapping[str, Scope]:
    known = {key for key, _name in settings.LANGUAGES}
    suffix = "" if language == settings.LANGUAGE_CODE else f".{language}"
    path = FOLDER / f"scopes{suffix}.toml"
    if language not in known or not path.exists():
        return {}
    return {key: Scope(**entry) for key, entry in tomllib.loads(path.read_text("utf-8")).items()}

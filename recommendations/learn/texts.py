"""What the Learn pages say beyond the profiles, read from the shipped file once per process."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from assessments.edition.sourcing_models import LABELS

SHIPPED: Final = Path(__file__).parents[1] / "data" / "learn.toml"
REFERENCES: Final = ("key", "model", "source")  # what refers to something else, and is no text


@cache
def learn(language: str = "") -> dict[str, Any]:
    """Read what is shipped in a language; text by text in the one it was written in where there is no translation.

    Returns:
        `sources` (key -> title); `aspects` of the comparison, each with its `cells` in the order BPO, KPO, ITO;
        `location` and `locations`; `offices`; the `scale` from BPO to KPO with its `stops`; `glossary`;
        `due_diligence`, what to ask any provider; `considerations`.
    """
    values = tomllib.loads(SHIPPED.read_text("utf-8"))
    translated = SHIPPED.with_suffix(f".{language}.toml")
    if language and translated.exists():
        texts = {row["original"]: row["text"] for row in tomllib.loads(translated.read_text("utf-8"))["texts"]}
        values = {name: value if name == "sources" else _translate(value, texts) for name, value in values.items()}
        values["glossary"].sort(key=lambda row: row["term"].casefold())
    values["sources"] = {source["key"]: source["title"] for source in values["sources"]}
    values["aspects"] = [
        {"name": row["aspect"], "cells": tuple(row[model] for model in LABELS), "source": row["source"]}
        for row in values["head_to_head"]
    ]
    return values


def _translate(value: Any, texts: Mapping[str, str]) -> Any:
    match value:
        case str():
            return texts.get(value, value)
        case list():
            return [_translate(item, texts) for item in value]
        case dict():
            return {name: item if name in REFERENCES else _translate(item, texts) for name, item in value.items()}
        case _:
            return value

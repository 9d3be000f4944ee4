"""The texts of an edition in one language as a TOML or JSON file: read, or refused with everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.authoring.toml_file import HIGHEST_EDITION, LANGUAGE, file_values, lines_of, longest
from assessments.edition import places
from assessments.edition.places import Problem
from assessments.edition.texts import Rendering
from assessments.edition.toml_table import SLUG, Table, TomlFileError, content_of, show, tidied, twice
from assessments.models import Questionnaire, Translation

MOST_TEXTS = 5000


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """What a file says, and of which edition."""

    slug: str
    edition: int
    language: str
    renderings: Mapping[str, Rendering]

    @property
    def label(self) -> str:
        return f"{self.slug}-{self.edition}"


def is_translation(values: Mapping[str, Any]) -> bool:
    return "texts" in values


def read_file(path: Path) -> TranslationFile:
    return parse(content_of(path), path.name)


def parse(content: bytes, name: str) -> TranslationFile:
    """Read a file that is called `name` in messages.

    Raises:
        TomlFileError: with every problem that was found.
    """
    problems: list[Problem] = []
    table = Table(file_values(content, name), problems)
    slug = table.key("slug", longest(Questionnaire, "slug"), rule=SLUG)
    edition = table.whole("edition", 1, HIGHEST_EDITION)
    language = table.text("language", longest(Translation, "language"), required=True)
    if language and not LANGUAGE.fullmatch(language):
        table.note(f"“language” is {show(language)}: use a language code such as “es” or “pt-BR”", "language")
    limit = longest(Translation, "text")
    renderings = [
        (
            inner.text("key", longest(Translation, "key"), required=True),
            Rendering(
                original=inner.text("original", limit, required=True, lines=True),
                text=inner.text("text", limit, required=True, lines=True),
            ),
        )
        for inner in table.tables("texts", "text", required=True, most=MOST_TEXTS)
    ]
    table.close()
    keys = [key for key, _rendering in renderings]
    problems += [
        (("texts", len(keys) - 1 - keys[::-1].index(key)), f"text {show(key)} stands here more than once: remove one")
        for key in twice(keys)
    ]
    if problems:
        raise TomlFileError(tidied(places.with_lines(problems, name, lines_of(content, name))))
    return TranslationFile(slug, edition, language, dict(renderings))

"""Every text of an edition by a key that stays, and an edition with its texts put into another language.

Pure, like the flow. One walk over the edition serves both, so that what can be listed is what can be translated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from assessments.edition import flow
from assessments.edition.flow import key_of

Say: TypeAlias = Callable[[str, str], str]  # (key, original) -> what to say there
# What of each part is a text, and where the parts under it stand, both in page order.
WORDS: Final[Mapping[type, tuple[str, ...]]] = {
    flow.Edition: ("title", "introduction"),
    flow.Step: ("title", "lead"),
    flow.Question: ("text", "short", "hint", "why"),
    flow.Choice: ("text", "short", "reason"),
    flow.Advice: ("title", "text"),
    flow.Department: ("name",),
    flow.CatalogueFunction: ("name", "hint", "says", "split", "hand_over_why", "in_sentence", "synonyms"),
    flow.Source: ("title", "note"),
}
PARTS: Final[Mapping[str, str]] = {
    "steps": "step",
    "questions": "question",
    "choices": "choice",
    "advice": "advice",
    "departments": "department",
    "functions": "function",
    "sources": "source",
}


@dataclass(frozen=True, slots=True)
class Text:
    key: str
    original: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """A translation, and the original it was made of: once that is worded otherwise, the translation no longer holds."""

    original: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many texts of an edition are translated; `stale` ones were, until their original changed."""

    current: int
    stale: int
    whole: int


def every_text(edition: flow.Edition) -> tuple[Text, ...]:
    """List every text in page order, also the empty ones."""
    listed: list[Text] = []

    def note(key: str, original: str) -> str:
        listed.append(Text(key, original))
        return original

    _worded(edition, "", note)
    return tuple(listed)


def texts(edition: flow.Edition) -> tuple[Text, ...]:
    """List every text that is not empty, in page order."""
    return tuple(text for text in every_text(edition) if text.original)


def reworded(edition: flow.Edition, words: Mapping[str, str]) -> flow.Edition:
    """Put other words into an edition, by the keys of its texts."""
    made: flow.Edition = _worded(edition, "", words.get)
    return made


def told_in(edition: flow.Edition, language: str, renderings: Mapping[str, Rendering]) -> flow.Edition:
    """Put an edition into another language, text by text; what nobody translated stays as it was written."""
    if not renderings:
        return edition

    def translate(key: str, original: str) -> str:
        rendering = renderings.get(key)
        return rendering.text if rendering and rendering.text and rendering.original == original else original

    made: flow.Edition = _worded(edition, "", translate)
    return replace(made, language=language)


def coverage(edition: flow.Edition, renderings: Mapping[str, Rendering]) -> Coverage:
    whole = texts(edition)
    translated = [
        (text, renderings[text.key]) for text in whole if text.key in renderings and renderings[text.key].text
    ]
    current = sum(rendering.original == text.original for text, rendering in translated)
    return Coverage(current=current, stale=len(translated) - current, whole=len(whole))


def _worded(part: Any, at: str, word: Say) -> Any:
    """Walk over a part and those under it in page order and let `word` word each text.

    Advice has no key of its own: its place among its choice's is one.
    """
    words: dict[str, Any] = {name: word(f"{at}{name}", getattr(part, name)) for name in WORDS[type(part)]}
    for field, kind in PARTS.items():
        if hasattr(part, field):
            words[field] = tuple(
                _worded(under, f"{at}{kind}.{number if kind == 'advice' else key_of(under)}.", word)
                for number, under in enumerate(getattr(part, field), start=1)
            )
    return replace(part, **words)

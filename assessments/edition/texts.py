"""Every text of an edition by a key that stays, and an edition with its texts put into another language.

Pure, like the flow. One walk over the edition serves both, so that what can be listed is what can be translated.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from assessments.edition import flow

Say: TypeAlias = Callable[[str, str], str]  # (key, original) -> what to say there


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
    """How many texts of an edition are said in a language; `stale` ones were, until their original changed."""

    told: int
    stale: int
    whole: int


def every_text(edition: flow.Edition) -> tuple[Text, ...]:
    """List every text in page order, also the empty ones."""
    found: list[Text] = []

    def note(key: str, original: str) -> str:
        found.append(Text(key, original))
        return original

    _said(edition, note)
    return tuple(found)


def texts(edition: flow.Edition) -> tuple[Text, ...]:
    """List every text that is not empty, in page order."""
    return tuple(text for text in every_text(edition) if text.original)


def reworded(edition: flow.Edition, words: Mapping[str, str]) -> flow.Edition:
    """Put other words into an edition, by the keys of its texts."""
    return _said(edition, words.get)


def told_in(edition: flow.Edition, language: str, renderings: Mapping[str, Rendering]) -> flow.Edition:
    """Put an edition into another language, text by text; what nobody translated stays as it was written."""
    if not renderings:
        return edition

    def say(key: str, original: str) -> str:
        found = renderings.get(key)
        return found.text if found and found.text and found.original == original else original

    return replace(_said(edition, say), language=language)


def coverage(edition: flow.Edition, renderings: Mapping[str, Rendering]) -> Coverage:
    whole = texts(edition)
    found = [(text, renderings[text.key]) for text in whole if text.key in renderings and renderings[text.key].text]
    told = sum(rendering.original == text.original for text, rendering in found)
    return Coverage(told=told, stale=len(found) - told, whole=len(whole))


def _said(edition: flow.Edition, say: Say) -> flow.Edition:
    """Walk over the edition in page order and let `say` word each text."""
    return replace(
        edition,
        title=say("title", edition.title),
        introduction=say("introduction", edition.introduction),
        steps=tuple(_step(step, say) for step in edition.steps),
        questions=tuple(_question(question, say) for question in edition.questions),
        departments=tuple(
            replace(part, name=say(f"department.{part.key}.name", part.name)) for part in edition.departments
        ),
        functions=tuple(_function(function, say) for function in edition.functions),
        sources=tuple(_source(source, say) for source in edition.sources),
    )


def _step(step: flow.Step, say: Say) -> flow.Step:
    at = f"step.{step.slug}"
    return replace(step, title=say(f"{at}.title", step.title), lead=say(f"{at}.lead", step.lead))


def _source(source: flow.Source, say: Say) -> flow.Source:
    at = f"source.{source.key}"
    return replace(source, title=say(f"{at}.title", source.title), note=say(f"{at}.note", source.note))


def _question(question: flow.Question, say: Say) -> flow.Question:
    at = f"question.{question.key}"
    return replace(
        question,
        text=say(f"{at}.text", question.text),
        short=say(f"{at}.short", question.short),
        hint=say(f"{at}.hint", question.hint),
        why=say(f"{at}.why", question.why),
        choices=tuple(_choice(choice, f"{at}.choice.{choice.key}", say) for choice in question.choices),
    )


def _choice(choice: flow.Choice, at: str, say: Say) -> flow.Choice:
    return replace(
        choice,
        text=say(f"{at}.text", choice.text),
        short=say(f"{at}.short", choice.short),
        reason=say(f"{at}.reason", choice.reason),
        advice=tuple(_advice(choice.advice, at, say)),
    )


def _advice(advice: tuple[flow.Advice, ...], at: str, say: Say) -> Iterator[flow.Advice]:
    """Advice has no key of its own: its place among its choice's is one, and the original beside each text its guard."""
    for number, one in enumerate(advice, start=1):
        title, text = say(f"{at}.advice.{number}.title", one.title), say(f"{at}.advice.{number}.text", one.text)
        yield replace(one, title=title, text=text)


def _function(function: flow.CatalogueFunction, say: Say) -> flow.CatalogueFunction:
    at = f"function.{function.key}"
    return replace(
        function,
        name=say(f"{at}.name", function.name),
        hint=say(f"{at}.hint", function.hint),
        says=say(f"{at}.says", function.says),
        split=say(f"{at}.split", function.split),
    )

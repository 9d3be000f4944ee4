"""Finding functions of the catalogue by words of one's own.

Pure, like the flow. static/js/picker.js finds in the same way as one types; a journey holds both against each other.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from assessments.edition import flow

# Left aside where another word is looked for as well, in the languages that editions are written in.
SMALL_WORDS: Final = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "my", "of", "on", "or", "our", "the", "to", "we", "with"),
        *("al", "con", "de", "del", "e", "el", "en", "la", "las", "lo", "los", "mi", "mis", "nuestra", "nuestras"),
        *("nuestro", "nuestros", "o", "para", "por", "sin", "su", "sus", "un", "una", "y"),
    )
)
# What a word may end in without meaning another, and how many letters must be left of it at the least.
ENDINGS: Final[Mapping[str, int]] = {"ing": 4, "ies": 4, "es": 3, "e": 4, "s": 3}
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = re.compile(r"['’`´]")


def fold(text: str) -> str:
    """Leave case, accents and apostrophes out of a text."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    return "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M")).casefold()


def words_in(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def find(edition: flow.Edition, sought: str) -> Mapping[str, tuple[str, ...]]:
    """Give the functions that have every word, or all of them as one; without a word, every function.

    Beside the key of each stand the synonyms it was found by, where its name and its hint are called otherwise.
    """
    said = words_in(sought)
    if not said:
        return dict.fromkeys(edition.function_by_key, ())
    ways = [["".join(said)]]
    if max(map(len, said)) > 1:  # letters alone, as in “R&D”, are one word
        ways.append([word for word in said if word not in SMALL_WORDS] or list(said))
    looked_for = tuple(dict.fromkeys(chain(*ways)))
    found = {}
    for key, (own, synonyms) in _words_of(edition).items():
        words = (*own, *chain(*synonyms.values()))
        if any(all(_has(words, word) for word in way) for way in ways):
            strange = [word for word in looked_for if not _has(own, word)]
            found[key] = tuple(name for name, said in synonyms.items() if any(_has(said, word) for word in strange))
    return found


@lru_cache(maxsize=16)
def _words_of(edition: flow.Edition) -> Mapping[str, tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]]:
    """List by key what each function is called in its name and its hint, and in each of its synonyms."""
    return {
        function.key: (
            (*_joined(function.name), *_joined(function.hint)),
            {name.strip(): _joined(name) for name in function.synonyms.split(",")},
        )
        for function in edition.functions
    }


def _joined(text: str) -> tuple[str, ...]:
    """List the words of a text, and two that stand together as one: “help desk” is looked for as “helpdesk”."""
    said = words_in(text)
    return (*said, *(f"{one}{two}" for one, two in pairwise(said)))


def _has(words: tuple[str, ...], sought: str) -> bool:
    """Whether a word begins with what is looked for, or with what is left of it without its ending."""
    stems = tuple(
        sought.removesuffix(ending)
        for ending, least in ENDINGS.items()
        if sought.endswith(ending) and len(sought) - len(ending) >= least
    )
    return any(word.startswith((sought, *stems)) for word in words)

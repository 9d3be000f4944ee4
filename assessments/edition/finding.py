"""Finding functions of the catalogue by words of one's own.

Pure, like the flow. static/js/picker.js finds in the same way as one types, in the words that `words_of` gave out;
a journey holds both against each other.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
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


@lru_cache(maxsize=16)
def index(edition: flow.Edition) -> Mapping[str, tuple[str, ...]]:
    """List the words of every function of an edition, by key."""
    return {function.key: words_of(function) for function in edition.functions}


def words_of(function: flow.CatalogueFunction) -> tuple[str, ...]:
    """List the words a function is found by, and two that stand together as one: “help desk” is looked for as “helpdesk”."""
    words: dict[str, None] = {}
    for text in (function.name, function.hint, *function.synonyms.split(",")):
        said = words_in(text)
        words |= dict.fromkeys(said) | dict.fromkeys(f"{one}{two}" for one, two in pairwise(said))
    return tuple(words)


def find(edition: flow.Edition, sought: str) -> frozenset[str] | None:
    """Give the keys of the functions that have every word, or all of them as one; None where no word was given."""
    said = words_in(sought)
    if not said:
        return None
    wanted = [word for word in said if word not in SMALL_WORDS] or list(said)
    ways = [["".join(said)]]
    if max(map(len, said)) > 1:  # letters alone, as in “R&D”, are one word
        ways.append(wanted)
    return frozenset(
        key for key, words in index(edition).items() if any(all(_has(words, word) for word in way) for way in ways)
    )


def _has(words: tuple[str, ...], sought: str) -> bool:
    """Whether a word begins with what is looked for, or with what is left of it without its ending."""
    stems = tuple(
        sought.removesuffix(ending)
        for ending, least in ENDINGS.items()
        if sought.endswith(ending) and len(sought) - len(ending) >= least
    )
    return any(word.startswith((sought, *stems)) for word in words)

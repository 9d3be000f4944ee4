"""What is said about the models in another language: read from a file, written where nobody has written their own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import transaction

from assessments.authoring.toml_file import file_values, longest
from assessments.edition.places import Problem
from assessments.edition.texts import Coverage, Rendering, Text
from assessments.edition.toml_table import Table, TomlFileError, content_of, tidied
from recommendations.learn.profiles import SHIPPED
from recommendations.models import ModelProfile, ProfileTranslation

SHIPPED_TEXTS = tuple(sorted(SHIPPED.parent.glob(f"{SHIPPED.stem}.*.toml")))


def read_file(path: Path) -> tuple[str, Mapping[str, Rendering]]:
    """Read the language of a file and its texts, by keys such as “bpo.benefit.1.text”.

    Raises:
        TomlFileError: with every problem that was found.
    """
    problems: list[Problem] = []
    table = Table(file_values(content_of(path), path.name), problems)
    language = table.text("language", longest(ProfileTranslation, "language"), required=True)
    limit = longest(ProfileTranslation, "text")
    renderings: dict[str, Rendering] = {}
    for inner in table.tables("texts", "text", required=True):
        key = inner.text("key", longest(ProfileTranslation, "key"), required=True)
        original = inner.text("original", limit, required=True, lines=True)
        renderings[key] = Rendering(original, inner.text("text", limit, required=True, lines=True))
    table.close()
    if problems:
        raise TomlFileError(tidied(f"{path.name}: {message}" for _path, message in problems))
    return language, renderings


def load(language: str, renderings: Mapping[str, Rendering]) -> str:
    """Write what is not translated into this language yet; say how much of the profiles is now."""
    profiles = list(ModelProfile.objects.prefetch_related("points"))
    written = ProfileTranslation.objects.filter(language=language)
    there = set(written.order_by().values_list("profile_id", "key"))
    rows = [
        ProfileTranslation(
            profile=profile, language=language, key=key, original=renderings[name].original, text=renderings[name].text
        )
        for profile in profiles
        for key, _row, _field in profile.texts()
        if (name := f"{profile.key}.{key}") in renderings and (profile.pk, key) not in there
    ]
    with transaction.atomic():
        ProfileTranslation.objects.bulk_create(rows, ignore_conflicts=True)
    return coverage(language)


def translate(*, profile: ModelProfile, language: str, words: Mapping[str, str]) -> None:
    """Word some texts of a profile in a language, each beside its original; an empty text takes a translation back."""
    rows = [
        ProfileTranslation(
            profile=profile, language=language, key=text.key, original=text.original, text=words[text.key]
        )
        for text in _texts(profile)
        if words.get(text.key)
    ]
    empty = [key for key, text in words.items() if not text]
    with transaction.atomic():
        written = ProfileTranslation.objects.filter(profile=profile, language=language)
        written.filter(key__in=[*empty, *(row.key for row in rows)]).delete()
        ProfileTranslation.objects.bulk_create(rows)


def beside(profile: ModelProfile, language: str) -> Iterator[tuple[Text, Rendering | None]]:
    """Give each text of a profile with what it says in a language."""
    rows = profile.translations.filter(language=language)
    renderings = {row.key: row.rendering for row in rows}
    yield from ((text, renderings.get(text.key)) for text in _texts(profile))


def counted(profile: ModelProfile, language: str) -> Coverage:
    pairs = list(beside(profile, language))
    are_current = [there.original == text.original for text, there in pairs if there and there.text]
    return Coverage(current=sum(are_current), stale=len(are_current) - sum(are_current), whole=len(pairs))


def _texts(profile: ModelProfile) -> Iterator[Text]:
    yield from (Text(key, getattr(row, field)) for key, row, field in profile.texts())


def coverage(language: str) -> str:
    counts = [counted(profile, language) for profile in ModelProfile.objects.prefetch_related("points")]
    current, whole = sum(count.current for count in counts), sum(count.whole for count in counts)
    return f"{current} of {whole} texts of the profiles in {language}"

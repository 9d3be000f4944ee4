"""What is said about the models in another language: read from a file, written where nobody has written their own."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from assessments.texts import Rendering
from assessments.toml_file import file_values, longest
from assessments.toml_table import Table, TomlFileError, content_of, tidied
from recommendations.models import ModelProfile, ProfileTranslation
from recommendations.profiles import SHIPPED

SHIPPED_TEXTS = tuple(sorted(SHIPPED.parent.glob(f"{SHIPPED.stem}.*.toml")))


def read_file(path: Path) -> tuple[str, Mapping[str, Rendering]]:
    """Read the language of a file and its texts, by keys such as “bpo.benefit.1.text”.

    Raises:
        TomlFileError: with every problem that was found.
    """
    problems: list[str] = []
    table = Table(file_values(content_of(path), path.name), "", problems)
    language = table.text("language", longest(ProfileTranslation, "language"), required=True)
    limit = longest(ProfileTranslation, "text")
    found: dict[str, Rendering] = {}
    for inner in table.tables("texts", "text", required=True):
        key = inner.text("key", longest(ProfileTranslation, "key"), required=True)
        original = inner.text("original", limit, required=True, lines=True)
        found[key] = Rendering(original, inner.text("text", limit, required=True, lines=True))
        inner.close()
    table.close()
    if problems:
        raise TomlFileError(tidied(f"{path.name}: {problem}" for problem in problems))
    return language, found


def load(language: str, renderings: Mapping[str, Rendering]) -> str:
    """Write what is not told in this language yet; say how much of the profiles is now."""
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


def coverage(language: str) -> str:
    told = whole = 0
    rows = ProfileTranslation.objects.filter(language=language)
    found = {(row.profile_id, row.key): row.original for row in rows}
    for profile in ModelProfile.objects.prefetch_related("points"):
        for key, row, field in profile.texts():
            whole += 1
            told += found.get((profile.pk, key)) == getattr(row, field)
    return f"{told} of {whole} texts of the profiles in {language}"

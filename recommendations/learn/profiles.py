"""The shipped model profiles: read from a file, written where nobody has written their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from assessments.authoring.toml_file import longest
from assessments.edition.places import Problem
from assessments.edition.sourcing_models import LABELS
from assessments.edition.toml_table import Table, TomlFileError, content_of, toml, twice
from recommendations.models import ModelProfile, ProfilePoint

SHIPPED: Final = Path(__file__).parents[1] / "data" / "profiles.toml"
Kind = ProfilePoint.Kind
# The lists of a profile that hold plain sentences, and those that hold tables with the names of their fields there.
SENTENCES: Final = {
    "traits": Kind.TRAIT,
    "examples": Kind.EXAMPLE,
    "when_to_choose": Kind.WHEN,
    "pilot_measures": Kind.MEASURE,
}
TABLES: Final = {
    "benefits": (Kind.BENEFIT, "text", ""),
    "drawbacks": (Kind.DRAWBACK, "text", "remedy"),
    "due_diligence": (Kind.ASK, "ask", "good_answer"),
}


@dataclass(frozen=True, slots=True)
class Point:
    kind: str
    text: str
    remedy: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the file says about one model: fields by name, and lines in their order."""

    key: str
    fields: Mapping[str, str]
    points: tuple[Point, ...]


def read_file(path: Path) -> tuple[Profile, ...]:
    return parse(content_of(path), path.name)


def parse(content: bytes, name: str) -> tuple[Profile, ...]:
    """Read the profiles from the bytes of a file that is called `name` in messages.

    Raises:
        TomlFileError: with every problem that was found.
    """
    problems: list[Problem] = []
    table = Table(toml(content, name), problems)
    sources = tuple(_source(inner) for inner in table.tables("sources", "source"))
    profiles = tuple(_profile(inner, sources) for inner in table.tables("profiles", "profile", required=True))
    table.close()
    problems += [
        (("profiles",), f"profile “{key}” stands here more than once: rename or remove one")
        for key in twice([p.key for p in profiles])
    ]
    if problems:
        raise TomlFileError(f"{name}: {message}" for _path, message in problems)
    return profiles


def load(profile: Profile, *, overwrite: bool) -> str:
    """Write a profile unless another one stands there; say what was done."""
    with transaction.atomic():
        row = ModelProfile.objects.select_for_update().filter(key=profile.key).first()
        if row is None:
            _write(profile, ModelProfile(key=profile.key))
            return "loaded"
        changed = _changed(row, profile)
        if not changed:
            return "is here already: nothing to do"
        if not overwrite:
            return f"kept as it is; the file has another {', '.join(changed)} (--overwrite takes the file’s)"
        _write(profile, row)
        return f"overwritten: {', '.join(changed)}"


def _source(table: Table) -> str:
    key = table.key("key", longest(ProfilePoint, "source"))
    table.text("title", longest(ProfilePoint, "text"), required=True)
    return key


def _profile(table: Table, sources: tuple[str, ...]) -> Profile:
    key = table.one_of("key", tuple(LABELS))
    table.text("name", longest(ModelProfile, "full_name"))
    fields = {
        "full_name": _field(table, "full_name", "full_name"),
        "motto": _field(table, "verb", "motto"),
        "summary": _field(table, "summary", "summary"),
        "definition": _field(table, "definition", "definition"),
        "judged_by": _field(table, "judged_by", "judged_by"),
        "paid_by": _field(table, "paid_by", "paid_by"),
        "term": table.text("term", longest(ModelProfile, "term"), lines=True),
        "sources": ", ".join(_named(table, sources)),
    }
    points = (*_sentences(table), *_tables(table, sources))
    return Profile(key, fields, points)


def _field(table: Table, name: str, field: str) -> str:
    return table.text(name, longest(ModelProfile, field), required=True, lines=True)


def _named(table: Table, sources: tuple[str, ...]) -> tuple[str, ...]:
    named = table.texts("sources", longest(ProfilePoint, "source"))
    for key in named:
        _check(table, key, sources)
    return named


def _sentences(table: Table) -> Iterator[Point]:
    for name, kind in SENTENCES.items():
        for text in table.texts(name, longest(ProfilePoint, "text")):
            yield Point(kind.value, text)


def _tables(table: Table, sources: tuple[str, ...]) -> Iterator[Point]:
    for name, (kind, said, answered) in TABLES.items():
        for inner in table.tables(name, name.replace("_", " "), required=True):
            text = inner.text(said, longest(ProfilePoint, "text"), required=True, lines=True)
            remedy = (
                inner.text(answered, longest(ProfilePoint, "remedy"), required=True, lines=True) if answered else ""
            )
            source = inner.text("source", longest(ProfilePoint, "source"))
            _check(inner, source, sources)
            yield Point(kind.value, text, remedy, source)


def _check(table: Table, source: str, sources: tuple[str, ...]) -> None:
    for key in filter(None, map(str.strip, source.split(","))):
        if key not in sources:
            table.note(f"there is no source “{key}”: add it under [[sources]] or choose one of {', '.join(sources)}")


def _changed(row: ModelProfile, profile: Profile) -> list[str]:
    """Name what differs, in the words of the admin."""
    names = [field for field, text in profile.fields.items() if getattr(row, field) != text]
    described: list[Any] = [ModelProfile._meta.get_field(name) for name in names]
    changed = [str(field.verbose_name) for field in described]
    return [*changed, "lines"] if _points(row) != _sorted(profile.points) else changed


def _points(row: ModelProfile) -> list[Point]:
    return [Point(point.kind, point.text, point.remedy, point.source) for point in row.points.all()]


def _sorted(points: tuple[Point, ...]) -> list[Point]:
    return sorted(points, key=lambda point: point.kind)


def _write(profile: Profile, row: ModelProfile) -> None:
    for field, text in profile.fields.items():
        setattr(row, field, text)
    row.save()
    row.points.all().delete()
    ProfilePoint.objects.bulk_create(_rows(row, profile.points))


def _rows(row: ModelProfile, points: tuple[Point, ...]) -> list[ProfilePoint]:
    return [
        ProfilePoint(
            profile=row, position=at, kind=point.kind, text=point.text, remedy=point.remedy, source=point.source
        )
        for at, point in enumerate(points, start=1)
    ]

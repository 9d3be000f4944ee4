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
    sources = []
    for inner in table.tables("sources", "source"):
        sources.append(inner.key("key", longest(ProfilePoint, "source")))
        inner.text("title", longest(ProfilePoint, "text"), required=True)
    profiles = tuple(_profile(inner, tuple(sources)) for inner in table.tables("profiles", "profile", required=True))
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


def _profile(table: Table, sources: tuple[str, ...]) -> Profile:
    def text(name: str, field: str) -> str:
        return table.text(name, longest(ModelProfile, field), required=True, lines=True)

    key = table.one_of("key", tuple(LABELS))
    table.text("name", longest(ModelProfile, "full_name"))
    named = table.texts("sources", longest(ProfilePoint, "source"))
    for source in named:
        _check(table, source, sources)
    fields = {
        "full_name": text("full_name", "full_name"),
        "motto": text("verb", "motto"),
        "summary": text("summary", "summary"),
        "definition": text("definition", "definition"),
        "judged_by": text("judged_by", "judged_by"),
        "paid_by": text("paid_by", "paid_by"),
        "term": table.text("term", longest(ModelProfile, "term"), lines=True),
        "sources": ", ".join(named),
    }
    points = [
        Point(kind.value, sentence)
        for name, kind in SENTENCES.items()
        for sentence in table.texts(name, longest(ProfilePoint, "text"))
    ]
    return Profile(key, fields, (*points, *_tables(table, sources)))


def _tables(table: Table, sources: tuple[str, ...]) -> Iterator[Point]:
    for name, (kind, text_field, remedy_field) in TABLES.items():
        for inner in table.tables(name, name.replace("_", " "), required=True):
            text = inner.text(text_field, longest(ProfilePoint, "text"), required=True, lines=True)
            remedy = ""
            if remedy_field:
                remedy = inner.text(remedy_field, longest(ProfilePoint, "remedy"), required=True, lines=True)
            source = inner.text("source", longest(ProfilePoint, "source"))
            _check(inner, source, sources)
            yield Point(kind.value, text, remedy, source)


def _check(table: Table, source: str, sources: tuple[str, ...]) -> None:
    for key in filter(None, map(str.strip, source.split(","))):
        if key not in sources:
            table.note(f"there is no source “{key}”: add it under [[sources]] or choose one of {', '.join(sources)}")


def _changed(row: ModelProfile, profile: Profile) -> list[str]:
    """Name what differs, in the words of the admin."""
    described: list[Any] = [
        ModelProfile._meta.get_field(name) for name, text in profile.fields.items() if getattr(row, name) != text
    ]
    changed = [str(field.verbose_name) for field in described]
    stored = [Point(point.kind, point.text, point.remedy, point.source) for point in row.points.all()]
    return [*changed, "lines"] if stored != sorted(profile.points, key=lambda point: point.kind) else changed


def _write(profile: Profile, row: ModelProfile) -> None:
    for field, text in profile.fields.items():
        setattr(row, field, text)
    row.save()
    row.points.all().delete()
    ProfilePoint.objects.bulk_create(
        ProfilePoint(
            profile=row, position=at, kind=point.kind, text=point.text, remedy=point.remedy, source=point.source
        )
        for at, point in enumerate(profile.points, start=1)
    )

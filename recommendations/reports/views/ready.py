"""The parts of a report's page that never change, written once per process."""

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.core.cache import caches
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from recommendations.models import Report

FIRST: Final = ("sure", "map", "why", "change", "demands", "checklist", "partner", "pilot")
LAST: Final = ("answers",)
INDENT: Final = re.compile(r"\n\s*")
BREAK: Final = "\0"  # no text of ours and none of a respondent's holds it


class Reader(StrEnum):
    """Who reads a report's page, by what they may do there."""

    KEEPER = "keeper"  # whose report it is: they share it, act on it and answer again
    ADVISER = "adviser"  # who was let in to read it
    ANYBODY = "anybody"  # the sample's


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What a report's page needs of its frozen content: three stretches of markup, and the words around them."""

    packed: bytes
    title: str
    date: str
    actions_lead: str
    actions: tuple[Mapping[str, Any], ...]
    contents: tuple[Entry, ...]

    @property
    def stretches(self) -> tuple[SafeString, ...]:
        parts = zlib.decompress(self.packed).decode().split(BREAK)
        return tuple(mark_safe(part) for part in parts)  # noqa: S308 - our own templates' text


def kept(pk: UUID, reader: Reader, *, everything: bool) -> Ready | None:
    """Find what this process wrote for a report before; it may be shown only to those who may open the report."""
    found: Ready | None = caches["template_fragments"].get(_key(pk, reader, everything=everything))
    return found


def is_written(pk: UUID, *, everything: bool) -> bool:
    """Tell whether this process wrote a report for one of its readers: its content will hardly be asked for, then."""
    keys = (_key(pk, reader, everything=everything) for reader in (Reader.KEEPER, Reader.ADVISER))
    return any(key in caches["template_fragments"] for key in keys)


def write(report: Report, reader: Reader, *, everything: bool) -> Ready:
    """Write the parts of a report's page and keep them."""
    page = report.told["page"]
    parts = BREAK.join(_stretches(report, reader, everything=everything))
    ready = Ready(
        packed=zlib.compress(INDENT.sub("\n", parts).encode(), level=1),
        title=page["title"],
        date=report.told["date"],
        actions_lead=page["actions_lead"],
        actions=tuple(page["actions"]),
        contents=tuple(contents(page, is_sample=reader is Reader.ANYBODY)),
    )
    key = _key(report.pk, reader, everything=everything)
    caches["template_fragments"].set(key, ready, timeout=None)
    return ready


def actions_markup(report: Report, context: Mapping[str, Any], *, said: str) -> SafeString:
    """Give the list of actions with their forms; `said` is what people have said about them, as one text.

    The forms are the dearest part of the page and change only with what was said, so they are kept with a mark in the
    place of the visitor's own token.
    """
    key = f"actions:{report.pk}:{translation.get_language()}:{hashlib.sha256(said.encode()).hexdigest()}"
    markup: str | None = caches["template_fragments"].get(key)
    if markup is None:
        template = "recommendations/sections/actions.html"
        markup = INDENT.sub("\n", render_to_string(template, {**context, "csrf_token": BREAK}))
        caches["template_fragments"].set(key, markup, timeout=None)
    return mark_safe(markup.replace(BREAK, context["csrf_token"]))  # noqa: S308 - our own template's text


def contents(page: Mapping[str, Any], *, is_sample: bool) -> list[Entry]:
    entries = (
        (True, "sure", _("How sure is this?")),
        (True, "map", _("Function by function")),
        (True, "why", _("Why this result")),
        (True, "change", _("What would change it")),
        (page["demands"] or page["no_demands"], "demands", _("What to ask of a partner")),
        (page["checklist"], "checklist", _("Questions for providers")),
        (page["partner"], "partner", _("Who, where and at what price")),
        (page["pilot"], "pilot", _("Start small")),
        (True, "actions", _("What to do first")),
        (not is_sample, "copy", _("Keep a copy")),
        (True, "answers", _("All your answers")),
        (True, "sources", _("Sources")),
    )
    return [Entry(id_, title) for is_there, id_, title in entries if is_there]


def _key(pk: UUID, reader: Reader, *, everything: bool) -> str:
    # Without a language: a report's page is told in the report's own, whoever reads it.
    return f"report:{pk}:{everything:d}{reader}"


def _stretches(report: Report, reader: Reader, *, everything: bool) -> tuple[str, str, str]:
    context = {
        "told": report.told,
        "page": report.told["page"],
        "checksum": report.checksum,
        "everything": everything,
        "again_url": reverse("recommendations:again", args=(report.pk,)) if reader is Reader.KEEPER else "",
    }

    def section(name: str) -> str:
        return render_to_string(f"recommendations/sections/{name}.html", context)

    return section("band"), "".join(map(section, FIRST)), "".join(map(section, LAST))

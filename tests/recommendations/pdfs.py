"""PDFs of reports for tests: printed from content of the site's own making, and read back."""

import io
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache

from pypdf import PdfReader

from recommendations.learn import profiles
from recommendations.reports import services
from recommendations.reports.exports import pdf
from recommendations.reports.filled import parse, read_filled
from recommendations.reports.inputs import ProfileLine, ProfileWords
from tests.factories import shipped_edition

CHECKSUM = "0123456789abcdef" * 4
GIVEN_AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
# Texts of the frozen content that are names for programs, not words for people.
SILENT = {
    "key",
    "subject",
    "id",
    "slug",
    "state",
    "model",
    "models",
    "evidence",
    "level",
    "start",
    "width",
    "zero",
    "step",
}
LEADS_BACK = {"question", "function", "step"}


@cache
def edition():
    return shipped_edition()


@cache
def shipped_profiles():
    return {
        one.key: ProfileWords(
            one.key, one.fields["full_name"], {kind: points_of(one, kind) for kind in {p.kind for p in one.points}}
        )
        for one in profiles.read_file(profiles.SHIPPED)
    }


def points_of(profile, kind):
    return tuple(ProfileLine(one.text, one.remedy, one.source) for one in profile.points if one.kind == kind)


def content(functions, answers, *, organisation="Acme", notes=None):
    """What is frozen for these answers, as it comes back from the database."""
    told = services.recommend_for(
        edition(), functions, answers, organisation=organisation, notes=notes or {}, profiles=shipped_profiles()
    )
    return json.loads(services.canonical(services.content_of(told, reference="SF-1A2B-3C4D", given_at=GIVEN_AT)))


@cache
def usual():
    """The report of the sample company."""
    sample = read_filled(parse((profiles.SHIPPED.parent / "sample.json").read_text("utf-8")), edition())
    return content(sample.functions, sample.answers, organisation=sample.organisation)


def with_words(told, *, organisation=None, note=None, function=None):
    """The same report of a company, with a note and with a function that are called so."""
    values = json.loads(json.dumps(told))
    if organisation is not None:
        values["organisation"] = organisation
        values["page"]["title"] = f"Fit report for {organisation}"
    if note is not None:
        values["page"]["answers"]["steps"][0]["rows"][0]["note"] = note
    if function is not None:
        values["page"]["map"]["groups"][0]["rows"][0]["name"] = function
    return values


def read(told, checksum=CHECKSUM):
    return PdfReader(io.BytesIO(pdf.render(told, checksum)))


def words_of(reader):
    """All that stands on the pages, without what stands at the foot of each."""
    running = (
        rf"SourceFit · {re.escape(reader.metadata.title.rpartition(', Oct.')[0])}.*?SF-\w{{4}}-\w{{4}}\s*\d+ of \d+"
    )
    return letters("".join(re.sub(running, "", page.extract_text(), flags=re.DOTALL) for page in reader.pages))


def letters(text):
    """Text without what setting it may change: spaces, line ends, ligatures and marks that are not seen."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(one for one in kept if not one.isspace() and unicodedata.category(one) not in ("Cf", "Cc"))


def sentences(value, name=""):
    """Every text of a page that a person reads; not the keys of what an open question leads back to."""
    match value:
        case dict():
            keys = LEADS_BACK if set(value) >= LEADS_BACK else set()
            for key in set(value) - keys:
                yield from sentences(value[key], key)
        case list():
            for inner in value:
                yield from sentences(inner, name)
        case str() if value and name not in SILENT:
            yield name, value


def structure(reader):
    """The tags of the document in their order: (depth, tag, alternative text)."""

    def walk(node, depth):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid, depth)
        elif hasattr(node, "get") and node.get("/S"):
            yield depth, node["/S"], node.get("/Alt", "")
            yield from walk(node.get("/K", []), depth + 1) if node.get("/K") is not None else ()

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], 0))


@cache
def usual_reader():
    return read(usual())

"""What stands above every page of an edition: the ways through it, and what the lint finds in a draft."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.authoring import findings
from assessments.edition import diff, flow
from assessments.edition.lint import Finding, Level, lint
from assessments.models import Questionnaire
from assessments.models.reading import read
from assessments.models.rows import PARTS, path_of, read_rows

OVERVIEW: Final = "overview"
WEIGHTS: Final = "weights"
# Each page takes the edition's primary key. Those of “recommendations” belong to the app above, known by name alone.
TABS: Final[tuple[tuple[str, Promise, str], ...]] = (
    (OVERVIEW, gettext_lazy("Overview"), "admin:assessments_questionnaire_change"),
    (WEIGHTS, gettext_lazy("Weights"), "admin:assessments_questionnaire_weights"),
    ("catalogue", gettext_lazy("Functions"), "admin:assessments_questionnaire_catalogue"),
    ("picture", gettext_lazy("Picture"), "admin:assessments_questionnaire_picture"),
    ("translations", gettext_lazy("Translations"), "admin:assessments_questionnaire_translations"),
    ("search", gettext_lazy("Search"), "admin:assessments_questionnaire_search"),
    ("preview", gettext_lazy("Preview"), "admin:assessments_questionnaire_preview"),
    ("drive", gettext_lazy("Test drive"), "admin:recommendations_exampleclient_drive"),
    ("examples", gettext_lazy("Example clients"), "admin:recommendations_exampleclient_results"),
    ("impact", gettext_lazy("Impact"), "admin:recommendations_impactrun_impact"),
    ("compare", gettext_lazy("Compare"), "admin:assessments_questionnaire_compare"),
    ("changes", gettext_lazy("History"), "admin:assessments_questionnaire_changes"),
)


def content_of(edition: Questionnaire) -> flow.Edition:
    """Read an edition; the rows of a draft stay with `edition`, so that a page reads them once."""
    return read_rows(edition) if edition.is_draft else read(edition.pk)


def part_pages(edition: Questionnaire) -> Mapping[tuple[str, str], str]:
    """Give the address of each part by its kind and key: a page of its own in a draft, else a place on the edition's."""
    if not edition.is_draft:
        page = reverse("admin:assessments_questionnaire_change", args=(edition.pk,))
        content = read(edition.pk)
        parts: tuple[Any, ...] = (
            *(*content.steps, *content.questions, *content.functions),
            *(*content.departments, *content.sources),
        )
        names = [(diff.PARTS[type(part)], flow.key_of(part)) for part in parts]
        return {(kind, key): f"{page}#{kind}.{key}" for kind, key in names}
    prefetch_related_objects([edition], *PARTS)
    rows: tuple[Any, ...] = (
        *(*edition.steps.all(), *edition.questions.all(), *edition.functions.all()),
        *(*edition.departments.all(), *edition.sources.all()),
    )
    return {
        path_of(row)[0]: reverse(f"admin:assessments_{row._meta.model_name}_change", args=(row.pk,)) for row in rows
    }


def desk(edition: Questionnaire, *, tab: str = "", part: tuple[str, str] | None = None) -> dict[str, Any]:
    """Give what the template of the desk shows: `tab` is the one that is open, `part` what the page is about.

    `findings` is None for an edition that is no draft: it has passed.
    """
    shown = {
        "edition": edition,
        "tabs": [
            {"name": name, "url": reverse(route, args=(edition.pk,)), "is_here": key == tab}
            for key, name, route in TABS
        ],
    }
    if not edition.is_draft:
        return {**shown, "findings": None, "counts": "", "has_errors": False, "is_about_this": False}
    content, pages = content_of(edition), part_pages(edition)
    listed = [
        {
            "is_error": finding.level is Level.ERROR,
            "is_here": (finding.part.value, finding.key) == part,
            "place": findings.place(finding, content),
            "message": findings.message(finding),
            "url": address(finding, edition.pk, content, pages),
        }
        for finding in lint(content)
    ]
    errors = sum(bool(finding["is_error"]) for finding in listed)
    mend = ngettext("%(count)d to mend before publishing", "%(count)d to mend before publishing", errors)
    look = ngettext("%(count)d worth a look", "%(count)d worth a look", len(listed) - errors)
    counted = ((mend, errors), (look, len(listed) - errors))
    counts = " · ".join(sentence % {"count": count} for sentence, count in counted if count)
    return {
        **shown,
        "findings": listed,
        "counts": counts or _("Nothing stands in the way of publishing."),
        "has_errors": errors > 0,
        "is_about_this": any(finding["is_here"] for finding in listed),
    }


def address(finding: Finding, edition: int, content: flow.Edition, pages: Mapping[tuple[str, str], str]) -> str:
    """Lead to the field that mends a finding."""
    page = pages.get((finding.part.value, finding.key))
    if page is None:
        route = WEIGHTS if finding.at == WEIGHTS else "change"
        return reverse(f"admin:assessments_questionnaire_{route}", args=(edition,))
    if finding.choice:
        number = list(content.question_by_key[finding.key].choice_by_key).index(finding.choice)
        return f"{page}#id_choices-{number}-{finding.at}"
    return f"{page}#choices-group" if finding.at == "choices" else f"{page}#id_{finding.at}"

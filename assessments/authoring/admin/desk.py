"""What stands above every page of an edition: the ways through it, and what the lint finds in a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.authoring import findings
from assessments.edition import flow
from assessments.edition.lint import Finding, Level, Part, lint
from assessments.models import Questionnaire
from assessments.models.reading import EditionIds, whole

OVERVIEW: Final = "overview"
WEIGHTS: Final = "weights"
# Each page takes the edition's primary key. The names after “recommendations” are of the room above, known by name alone.
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
MODELS: Final[Mapping[Part, str]] = {
    Part.STEP: "step",
    Part.QUESTION: "question",
    Part.FUNCTION: "businessfunction",
    Part.DEPARTMENT: "department",
    Part.SOURCE: "source",
}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, with the address of the very field that mends it."""

    is_error: bool
    is_here: bool
    place: str
    message: str
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """`told` is None for an edition that is no draft: it has passed."""

    edition: Questionnaire
    tabs: tuple[Tab, ...]
    told: tuple[Told, ...] | None
    counts: str

    @property
    def here(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told or () if one.is_here)

    @property
    def has_errors(self) -> bool:
        return any(one.is_error for one in self.told or ())


def desk(edition: Questionnaire, *, here: str = "", about: int | None = None, part: str = "") -> Desk:
    """Lay the desk: `here` is the tab one stands on; `part` and `about` the model and the row of the page."""
    told = _findings(edition, part=part, about=about) if edition.is_draft else None
    return Desk(edition, _tabs(edition, here), told, _counts(told or ()))


def _tabs(edition: Questionnaire, here: str) -> tuple[Tab, ...]:
    return tuple(Tab(str(name), reverse(route, args=(edition.pk,)), key == here) for key, name, route in TABS)


def _findings(edition: Questionnaire, *, part: str, about: int | None) -> tuple[Told, ...]:
    content, ids = whole(edition.pk)
    return tuple(
        Told(
            is_error=finding.level is Level.ERROR,
            is_here=about is not None and MODELS.get(finding.part) == part and _row(finding, ids) == about,
            place=findings.place(finding, content),
            message=findings.message(finding),
            url=address(finding, edition.pk, content, ids),
        )
        for finding in lint(content)
    )


def _counts(told: tuple[Told, ...]) -> str:
    wrong = sum(one.is_error for one in told)
    if not told:
        return _("Nothing stands in the way of publishing.")
    mend = ngettext("%(count)d to mend before publishing", "%(count)d to mend before publishing", wrong)
    look = ngettext("%(count)d worth a look", "%(count)d worth a look", len(told) - wrong)
    counted = ((mend, wrong), (look, len(told) - wrong))
    return " · ".join(sentence % {"count": count} for sentence, count in counted if count)


def address(finding: Finding, edition: int, content: flow.Edition, ids: EditionIds) -> str:
    """Lead to the field that mends a finding."""
    row = _row(finding, ids)
    if row is None:
        route = WEIGHTS if finding.at == WEIGHTS else "change"
        return reverse(f"admin:assessments_questionnaire_{route}", args=(edition,))
    page = reverse(f"admin:assessments_{MODELS[finding.part]}_change", args=(row,))
    if finding.choice:
        number = list(content.question_by_key[finding.key].choice_by_key).index(finding.choice)
        return f"{page}#id_choices-{number}-{finding.at}"
    return f"{page}#choices-group" if finding.at == "choices" else f"{page}#id_{finding.at}"


def _row(finding: Finding, ids: EditionIds) -> int | None:
    rows = {
        Part.STEP: ids.steps,
        Part.QUESTION: ids.questions,
        Part.FUNCTION: ids.functions,
        Part.DEPARTMENT: ids.departments,
        Part.SOURCE: ids.sources,
    }
    return rows[finding.part][finding.key] if finding.part in rows else None

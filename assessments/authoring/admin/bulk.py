"""Many rows of an edition on one page: the weights of all its questions, and the catalogue with its priors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.authoring.admin import pages, words
from assessments.authoring.admin.fields import EvidenceInput, signed, tone
from assessments.edition import flow
from assessments.edition.sourcing_models import LABELS
from assessments.models import FrozenEditionError, Questionnaire
from assessments.models.reading import read

PRIOR = tuple(LABELS)
COLUMNS: Final = (*LABELS.values(), gettext_lazy("Outsource"))


class RowsForm(forms.Form):
    """Some number fields of many rows of one kind, each under the field's name and the row's number."""

    widgets: ClassVar[Mapping[str, type[forms.Widget]]] = dict.fromkeys(PRIOR, EvidenceInput)

    def __init__(self, data: Any, *, rows: Sequence[Any], names: tuple[str, ...]) -> None:
        super().__init__(data)
        self.rows = rows
        self.names = names
        for row in rows:
            for name in names:
                self.fields[f"{name}-{row.pk}"] = self._field(row, name)

    @property
    def kind(self) -> str:
        """The kind of rows; there is nothing to change where there is none."""
        return str(self.rows[0]._meta.model_name) if self.rows else "questionnaire"

    def changed(self) -> Iterator[Any]:
        """Give the rows that were changed, with what they are to hold."""
        for row in self.rows:
            new = {name: self.cleaned_data[f"{name}-{row.pk}"] for name in self.names}
            if any(getattr(row, name) != value for name, value in new.items()):
                for name, value in new.items():
                    setattr(row, name, value)
                yield row

    def _field(self, row: Any, name: str) -> Any:
        of_model = row._meta.get_field(name)
        label = _("%(field)s: %(row)s") % {"field": of_model.verbose_name, "row": row}
        widget = self.widgets.get(name, forms.NumberInput)(attrs={"aria-label": label})
        if name == "position":
            widget.attrs["data-order"] = ""  # by which the script lets rows be drawn up and down
        made: Any = of_model.formfield(widget=widget, initial=getattr(row, name), label=label)
        made.validators += of_model.validators  # a form made of a model would run them with the row
        made.short = capfirst(of_model.verbose_name)  # beside the box on a phone, where no column has a head
        return made


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the answers of a question can pull one column, each end with its colour."""

    name: str
    low: str
    high: str
    low_tone: str
    high_tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page: its name and facts, and the boxes to fill in."""

    name: str
    url: str
    fact: str
    boxes: tuple[Any, ...]
    reach: tuple[Reach, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    url: str
    lines: tuple[Line, ...]


def weights(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show every question with its weight, its order and what its answers can say; save all at once."""
    edition = pages.opened(request, pk)
    rows = tuple(edition.questions.order_by("step__position", "position", "pk"))
    form = RowsForm(_sent(request), rows=rows, names=("weight", "position"))
    if request.method == "POST" and (response := _save(request, edition, form, here="weights")):
        return response
    by_key = read(edition.pk).question_by_key
    lines = {row.pk: _line(form, row, fact=str(words.ASKED[row.scope]), reach=reaches(by_key[row.key])) for row in rows}
    context = pages.context(site, request, edition, here="weights", title=_("Weights and order of the questions"))
    context |= {
        "sections": _sections(edition.steps.all(), "step", rows, lines),
        "form": form,
        "may_write": pages.may_change(request, edition, "question"),
        "columns": COLUMNS,
        "help": words.WEIGHT,
    }
    return TemplateResponse(request, "admin/assessments/weights.html", context)


def catalogue(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show the functions by department with their priors and order; save all at once."""
    edition = pages.opened(request, pk)
    rows = tuple(edition.functions.order_by("department__position", "position", "pk"))
    form = RowsForm(_sent(request), rows=rows, names=(*PRIOR, "position"))
    if request.method == "POST" and (response := _save(request, edition, form, here="catalogue")):
        return response
    lines = {row.pk: _line(form, row, fact=row.get_office_display()) for row in rows}
    context = pages.context(site, request, edition, here="catalogue", title=_("Functions by department"))
    context |= {
        "sections": _sections(edition.departments.all(), "department", rows, lines),
        "form": form,
        "may_write": pages.may_change(request, edition, "businessfunction"),
        "help": words.PRIOR,
    }
    return TemplateResponse(request, "admin/assessments/catalogue.html", context)


def reaches(question: flow.Question) -> tuple[Reach, ...]:
    """Say for each column how far one answer can pull it down and up."""
    return tuple(
        _reach(str(name), [choice.evidence[column] for choice in question.choices])
        for column, name in enumerate(COLUMNS)
    )


def _reach(name: str, said: list[int]) -> Reach:
    low, high = min(said, default=0), max(said, default=0)
    return Reach(name, signed(low), signed(high), tone(low), tone(high))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _save(request: HttpRequest, edition: Questionnaire, form: RowsForm, *, here: str) -> HttpResponse | None:
    """Save what was changed, all of it or nothing; None where the page must be shown again with what is wrong."""
    if not pages.may_change(request, edition, form.kind):
        raise PermissionDenied
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            count = len([row.save() for row in form.changed()])
    except FrozenEditionError as error:  # somebody published it while this page was being sent
        messages.error(request, str(error))
    else:
        messages.success(request, ngettext("%(count)d row changed", "%(count)d rows changed", count) % {"count": count})
    return HttpResponseRedirect(reverse(f"admin:assessments_questionnaire_{here}", args=(edition.pk,)))


def _line(form: RowsForm, row: Any, *, fact: str, reach: tuple[Reach, ...] = ()) -> Line:
    url = reverse(f"admin:assessments_{form.kind}_change", args=(row.pk,))
    return Line(str(row), url, fact, tuple(form[f"{name}-{row.pk}"] for name in form.names), reach)


def _sections(parents: Iterable[Any], name: str, rows: Iterable[Any], lines: Mapping[int, Line]) -> tuple[Section, ...]:
    """Put the rows under their step or department, each under its own page."""
    below: dict[int, list[Line]] = {}
    for row in rows:
        below.setdefault(getattr(row, f"{name}_id"), []).append(lines[row.pk])
    return tuple(
        Section(
            title=str(parent),
            url=reverse(f"admin:assessments_{name}_change", args=(parent.pk,)),
            lines=tuple(below.get(parent.pk, ())),
        )
        for parent in parents
    )

"""Many rows of an edition on one page: the weights of all its questions, and the catalogue with its priors."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.authoring.admin import pages, words
from assessments.authoring.admin.desk import content_of, part_pages
from assessments.authoring.admin.fields import COLUMNS, EvidenceInput, signed, tone
from assessments.authoring.admin.meanwhile import saved_meanwhile, with_revision
from assessments.authoring.revisions import changing
from assessments.edition import flow
from assessments.edition.diff import Change, ChangeKind
from assessments.edition.sourcing_models import LABELS
from assessments.models import BusinessFunction, FrozenEditionError, Questionnaire
from organisations.models import User

PRIOR: Final = tuple(LABELS)
MODELS: Final = {"question": "question", "function": "businessfunction"}
FIELDS: Final = {"question": ("weight", "position"), "function": (*PRIOR, "position")}


class RowsForm(forms.Form):
    """Some number fields of many rows of one kind, each under the field's name and the row's number."""

    widgets: ClassVar[Mapping[str, type[forms.Widget]]] = dict.fromkeys(PRIOR, EvidenceInput)

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, edition: Questionnaire, kind: str, rows: Iterable[Any]) -> None:
        super().__init__(request.POST if request.method == "POST" else None, initial={"revision": edition.revision})
        self.rows = tuple(rows)
        self.names = FIELDS[kind]
        self.kind = kind
        for row in self.rows:
            for name in self.names:
                self.fields[f"{name}-{row.pk}"] = self._field(row, name)

    def boxes(self) -> dict[str, list[Any]]:
        """Give the boxes of each row, by its key."""
        return {row.key: [self[f"{name}-{row.pk}"] for name in self.names] for row in self.rows}

    def shows(self, change: Change) -> bool:
        """Whether a change by somebody else is about what stands in these rows."""
        name = "prior" if self.kind == "function" else "weight"
        return (change.field == name and change.path[0][0] == self.kind) or (
            change.kind is ChangeKind.MOVED and change.field == self.kind
        )

    def refuse(self, message: str, revision: int) -> None:
        """Show the rows again as they were filled in; whoever has read the message and sends them again wants it so."""
        self.add_error(None, message)
        self.data = with_revision(self.data, revision)

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


def weights(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show every question with its weight, its order and what its answers can say; save all at once."""
    edition = pages.opened(request, pk)
    form = RowsForm(request, edition, "question", edition.questions.order_by("step__position", "position", "pk"))
    if request.method == "POST" and (response := _save(request, edition, form)):
        return response
    content, addresses, boxes = content_of(edition), part_pages(edition), form.boxes()
    sections = [
        {
            "title": step.title,
            "url": addresses["step", step.slug],
            "lines": [
                {
                    "name": question.text,
                    "url": addresses["question", question.key],
                    "asked": words.ASKED[question.scope.value],
                    "boxes": boxes.get(question.key, ()),
                    "weight": question.weight,
                    "reach": reach(question),
                }
                for question in content.questions
                if question.step == step.slug
            ],
        }
        for step in content.steps
    ]
    context = pages.context(site, request, edition, tab="weights", title=_("Weights and order of the questions"))
    context |= {
        "sections": sections,
        "form": form,
        "may_write": pages.may_change(request, edition, MODELS[form.kind]),
        "columns": COLUMNS,
        "help": words.WEIGHT,
    }
    return TemplateResponse(request, "admin/assessments/weights.html", context)


def catalogue(request: HttpRequest, pk: int, *, site: Any) -> HttpResponse:
    """Show the functions by department with their priors and order; save all at once."""
    edition = pages.opened(request, pk)
    form = RowsForm(request, edition, "function", edition.functions.order_by("department__position", "position", "pk"))
    if request.method == "POST" and (response := _save(request, edition, form)):
        return response
    content, addresses, boxes = content_of(edition), part_pages(edition), form.boxes()
    sections = [
        {
            "title": department.name,
            "url": addresses["department", department.key],
            "lines": [
                {
                    "name": function.name,
                    "url": addresses["function", function.key],
                    "office": BusinessFunction.Office(function.office).label,
                    "boxes": boxes.get(function.key, ()),
                    "prior": function.prior,
                }
                for function in content.functions
                if function.department == department.key
            ],
        }
        for department in content.departments
    ]
    context = pages.context(site, request, edition, tab="catalogue", title=_("Functions by department"))
    context |= {
        "sections": sections,
        "form": form,
        "may_write": pages.may_change(request, edition, MODELS[form.kind]),
        "help": words.PRIOR,
    }
    return TemplateResponse(request, "admin/assessments/catalogue.html", context)


def reach(question: flow.Question) -> list[dict[str, Any]]:
    """Say for each column how far one answer can pull it down and up, each end with its colour."""
    ends = []
    for column, name in enumerate(COLUMNS):
        numbers = [choice.evidence[column] for choice in question.choices]
        low, high = min(numbers, default=0), max(numbers, default=0)
        ends.append(
            {"name": name, "low": signed(low), "high": signed(high), "low_tone": tone(low), "high_tone": tone(high)}
        )
    return ends


def _save(request: HttpRequest, edition: Questionnaire, form: RowsForm) -> HttpResponse | None:
    """Save what was changed, all of it or nothing; None where the page must be shown again with what is wrong."""
    if not isinstance(request.user, User) or not pages.may_change(request, edition, MODELS[form.kind]):
        raise PermissionDenied
    if not form.is_valid():
        return None
    try:
        with changing(edition.pk, by=request.user) as row:
            if warning := saved_meanwhile(row, form.cleaned_data["revision"], form.shows):
                form.refuse(warning, row.revision)
                return None
            count = len([row.save() for row in form.changed()])
    except FrozenEditionError as error:  # somebody published it while this page was being sent
        messages.error(request, str(error))
    else:
        messages.success(request, ngettext("%(count)d row changed", "%(count)d rows changed", count) % {"count": count})
    return HttpResponseRedirect(request.path)

"""The page on which one example client is written: the respondent's form, what should come out and what does."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.answering.forms.whole import WholeForm, fields_of
from assessments.answering.loose import LooseSheet, row_of
from assessments.authoring.admin.desk import desk
from assessments.edition import flow
from assessments.models import Questionnaire
from recommendations.engine import MixLabel
from recommendations.models import ExampleClient
from recommendations.trials import runs
from recommendations.trials.admin import trying
from recommendations.trials.examples import example_of, save_example
from recommendations.trials.forms import EXPECTS, LABEL_CHOICES, ExampleForm

SAVE: Final = "own-save"
LONGEST_NUMBER: Final = 18  # digits that fit every database's primary key


class ExamplePage:
    """The page of one example, for the edition it is looked at with."""

    def __init__(
        self, request: HttpRequest, edition: Questionnaire, row: ExampleClient | None, *, may_save: bool
    ) -> None:
        self._request = request
        self._edition = edition
        self._row = row
        self._sheet = LooseSheet(edition)
        self._is_mine = row is None or row.questionnaire_id == edition.pk
        self._may_save = may_save

    def answer(self) -> HttpResponse:
        request = self._request
        whole = WholeForm(request.POST if request.method == "POST" else self._stored(), sheet=self._sheet)
        form = self._form()
        if SAVE in request.POST:
            if not self._may_save:
                raise PermissionDenied
            if form.is_valid() and not whole.errors and whole.sheet.functions:
                return self._save(form, whole)
        context = trying.context_of(request, whole)
        return trying.answer(request, "admin/recommendations/trying/example.html", context | self._context(form, whole))

    def _context(self, form: ExampleForm, whole: WholeForm) -> dict[str, Any]:
        shown = [(f"#{field.id_for_label}", text) for field in form for text in field.errors] if form.is_bound else []
        if SAVE in self._request.POST and not whole.sheet.functions:
            shown.append(("#id_functions", _("Choose the functions it is about")))
        errors = [*shown, *((f"#id_{name}", text) for name, text in whole.errors.items())]
        return {
            "form": form,
            "row": self._row,
            "edition": self._edition,
            "desk": desk(self._edition, tab="examples"),
            "expected": self._expected(whole.sheet),
            "labels": LABEL_CHOICES,
            "errors": errors if SAVE in self._request.POST else [],
            "may_save": self._may_save,
            "inherited": "" if self._is_mine or self._row is None else self._row.questionnaire.label,
            "results": runs.last_results(self._row.key, self._edition.slug) if self._row else [],
            "save_name": SAVE,
            "back_url": results_url(self._edition),
            "delete_url": self._delete_url(),
        }

    def _delete_url(self) -> str:
        """Offer to delete what stands in this very edition; what it has from another one is deleted there."""
        may_delete = self._request.user.has_perm("recommendations.delete_exampleclient")
        if self._row is None or not self._is_mine or not may_delete:
            return ""
        return reverse("admin:recommendations_exampleclient_delete", args=(self._row.pk,))

    def _form(self) -> ExampleForm:
        taken = ExampleClient.objects.filter(questionnaire__slug=self._edition.slug).values_list("key", flat=True)
        sent = self._request.POST if self._request.method == "POST" and "own-title" in self._request.POST else None
        options: dict[str, Any] = {"edition": self._sheet.edition, "taken": frozenset(taken)}
        if self._row is None:
            return ExampleForm(sent, **options)
        names = ("title", "summary", "expected", "acceptable", "confidence", "source", "note")
        return ExampleForm(
            sent, key=self._row.key, initial={name: getattr(self._row, name) for name in names}, **options
        )

    def _stored(self) -> QueryDict:
        """Write the stored answers as the fields of the pages; what this edition does not know is left out."""
        if self._row is None:
            return QueryDict()
        example, _unfit = runs.fit_to(self._sheet.edition, example_of(self._row))
        selected = example.selected(self._sheet.edition)
        rows = {function.key: row_of(function, at) for at, function in enumerate(selected)}
        return fields_of(self._sheet.filled(rows=rows, answers=dict(example.places)))

    def _expected(self, sheet: LooseSheet) -> list[dict[str, str]]:
        """List what should come out for each function: its name, its field and what is chosen in it."""
        stored: Mapping[str, str] = self._row.expected_by_function if self._row else {}
        return [
            {
                "name": function.name,
                "field": f"{EXPECTS}{function.key}",
                "chosen": self._request.POST.get(f"{EXPECTS}{function.key}", stored.get(function.key, "")),
            }
            for function in sheet.functions
        ]

    def _save(self, form: ExampleForm, whole: WholeForm) -> HttpResponse:
        sheet = whole.sheet
        keys = [function.key for function in sheet.functions]
        sent = ((key, self._request.POST.get(f"{EXPECTS}{key}", "")) for key in keys)
        expects = {key: label for key, label in sent if label in tuple(MixLabel)}
        example = form.example(functions=self._in_order(sheet), answers=sheet.answers, expects=expects)
        saved = save_example(example=example, questionnaire=self._edition)
        messages.success(self._request, _("“%(example)s” was saved.") % {"example": saved})
        return HttpResponseRedirect(results_url(self._edition))

    def _in_order(self, sheet: LooseSheet) -> tuple[flow.Selected, ...]:
        """Keep the functions in the order in which they were written down; new ones come last."""
        before = [function.key for function in example_of(self._row).functions] if self._row else []
        place = {key: at for at, key in enumerate(before)}
        return tuple(sorted(sheet.functions, key=lambda function: place.get(function.key, len(place))))


def edition_of(request: HttpRequest, row: ExampleClient | None) -> Questionnaire:
    """Find the edition an example is looked at with: the one that was asked for, or its own."""
    asked = request.GET.get("questionnaire", "")
    if asked.isdecimal() and len(asked) <= LONGEST_NUMBER:
        family = Questionnaire.objects.filter(slug=row.questionnaire.slug) if row else Questionnaire.objects.all()
        return get_object_or_404(family, pk=int(asked))
    if row is not None:
        return row.questionnaire
    raise Http404


def results_url(edition: Questionnaire) -> str:
    return reverse("admin:recommendations_exampleclient_results", args=(edition.pk,))

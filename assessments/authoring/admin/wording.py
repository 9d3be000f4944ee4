"""Words of a published edition put right on a page of their own, with a note."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.authoring.admin import pages
from assessments.authoring.rewording import PARTS, RewordingError, reword, words_of
from assessments.models import Advice, Choice, Question, Questionnaire
from organisations.models import User

KINDS: Final[dict[str, Any]] = {str(kind._meta.model_name): kind for kind in PARTS}
RIGHT: Final = "assessments.reword_questionnaire"


class WordsForm(forms.Form):
    """Every text of one part that may be put right, and why it is."""

    def __init__(self, *args: Any, part: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in words_of(type(part)):
            field = part._meta.get_field(name).formfield(initial=getattr(part, name))
            field.widget = forms.Textarea({"rows": 2, "class": "vLargeTextField"})
            self.fields[name] = field
        self.fields["note"] = forms.CharField(
            label=gettext_lazy("Why"),
            max_length=300,
            widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            help_text=gettext_lazy("Kept in the history, with your name and the date."),
        )


def link(request: HttpRequest, part: Any, edition: Questionnaire | None) -> str:
    """Give the address at which this person may put the words of a part right, "" where there is none."""
    if part is None or edition is None or edition.is_draft or not request.user.has_perm(RIGHT):
        return ""
    return reverse("admin:assessments_questionnaire_reword", args=[edition.pk, part._meta.model_name, part.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def reword_view(request: HttpRequest, pk: int, kind: str, row: int, *, site: Any) -> HttpResponse:
    edition = pages.opened(request, pk)
    if not isinstance(request.user, User) or not request.user.has_perm(RIGHT):
        raise PermissionDenied
    part = _part(edition, kind, row)
    back = _back(part)
    if edition.is_draft:
        messages.info(request, _("%(label)s is a draft: change it on its own pages") % {"label": edition.label})
        return HttpResponseRedirect(back)
    form = WordsForm(request.POST if request.method == "POST" else None, part=part)
    if form.is_valid():
        words = {name: text.replace("\r\n", "\n") for name, text in form.cleaned_data.items() if name != "note"}
        try:
            changed = reword(part=part, words=words, note=form.cleaned_data["note"], by=request.user)
        except RewordingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The words are put right.") if changed else _("Nothing was changed."))
            return HttpResponseRedirect(back)
    context = pages.context(site, request, edition, here="", title=_("Put words right"))
    context |= {"form": form, "part": part, "back": back, "below": _below(edition, part)}
    status = 200 if request.method != "POST" else 422
    return TemplateResponse(request, "admin/assessments/questionnaire/reword.html", context, status=status)


def _back(part: Any) -> str:
    """Lead to the page of the part; advice stands on that of its answer."""
    shown = part.choice if isinstance(part, Advice) else part
    return reverse(f"admin:assessments_{shown._meta.model_name}_change", args=[shown.pk])


def _below(edition: Questionnaire, part: Any) -> list[tuple[str, str]]:
    """List the parts that stand on the page of this one, with the way to put their words right."""
    match part:
        case Question():
            rows: list[Any] = list(part.choices.all())
        case Choice():
            rows = list(part.advice.all())
        case _:
            rows = []
    return [
        (str(one), reverse("admin:assessments_questionnaire_reword", args=[edition.pk, one._meta.model_name, one.pk]))
        for one in rows
    ]


def _part(edition: Questionnaire, kind: str, row: int) -> Any:
    if kind not in KINDS:
        raise Http404
    model = KINDS[kind]
    if model is Questionnaire:
        return get_object_or_404(Questionnaire, pk=row if row == edition.pk else None)
    return get_object_or_404(model, pk=row, **{model.to_edition: edition})

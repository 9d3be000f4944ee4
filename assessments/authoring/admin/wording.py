"""Words of a published edition put right on a page of their own, with a note."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.authoring.admin import pages
from assessments.authoring.admin.desk import content_of
from assessments.authoring.rewording import RewordingError, field_of, reword
from assessments.edition.texts import every_text
from assessments.models import Questionnaire
from organisations.models import User

RIGHT: Final = "assessments.reword_questionnaire"
WHOLE: Final = "edition"  # the part under which the edition's own title and introduction are put right


class WordsForm(forms.Form):
    """The texts of one part, by their names, and why they are put right."""

    def __init__(self, *args: Any, words: dict[str, str], part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in words.items():
            field = field_of(f"{part}.{name}" if part else name).formfield(initial=text)
            field.widget = forms.Textarea({"rows": 2, "class": "vLargeTextField"})
            self.fields[name] = field
        self.fields["note"] = forms.CharField(
            label=gettext_lazy("Why"),
            max_length=300,
            widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            help_text=gettext_lazy("Kept in the history, with your name and the date."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def reword_view(request: HttpRequest, pk: int, part: str, *, site: Any) -> HttpResponse:
    """Put the words of a part right; it is called as its texts are, such as “question.load.choice.much”."""
    edition = pages.opened(request, pk)
    if not isinstance(request.user, User) or not request.user.has_perm(RIGHT):
        raise PermissionDenied
    if edition.is_draft:
        messages.info(request, _("%(label)s is a draft: change it on its own pages") % {"label": edition.label})
        return HttpResponseRedirect(_page(edition))
    content = content_of(edition)
    path = "" if part == WHOLE else part
    # The texts of the part itself, not of those under it.
    split = ((text.original, *text.key.rpartition(".")) for text in every_text(content))
    words = {name: original for original, before, _dot, name in split if before == path}
    if not words:
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None, words=words, part=path)
    if form.is_valid():
        new = {f"{path}.{name}" if path else name: form.cleaned_data[name].replace("\r\n", "\n") for name in words}
        try:
            changed = reword(questionnaire=edition, words=new, note=form.cleaned_data["note"], by=request.user)
        except RewordingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The words are put right.") if changed else _("Nothing was changed."))
            return HttpResponseRedirect(f"{_page(edition)}#{'.'.join(path.split('.')[:2])}" if path else _page(edition))
    # The answers of a question, or the advice of an answer, have pages of their own to put their words right.
    below: list[tuple[str, str]] = []
    match path.split("."):
        case ["question", key]:
            choices = content.question_by_key[key].choices
            below = [(choice.text, f"{path}.choice.{choice.key}") for choice in choices]
        case ["question", key, "choice", choice_key]:
            advice = content.question_by_key[key].choice_by_key[choice_key].advice
            below = [(piece.title, f"{path}.advice.{number}") for number, piece in enumerate(advice, start=1)]
    links = [
        (name, reverse("admin:assessments_questionnaire_reword", args=[edition.pk, inner])) for name, inner in below
    ]
    context = pages.context(site, request, edition, tab="", title=_("Put words right"))
    context |= {"form": form, "back": _page(edition), "below": links}
    status = 200 if request.method != "POST" else 422
    return TemplateResponse(request, "admin/assessments/questionnaire/reword.html", context, status=status)


def _page(edition: Questionnaire) -> str:
    return reverse("admin:assessments_questionnaire_change", args=[edition.pk])

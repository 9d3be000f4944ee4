"""What is decided about a whole edition, each on a page that says first what follows: copy, publish, retire."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.authoring import gates
from assessments.authoring.admin import pages
from assessments.authoring.editions import ChangedError, Decision, EditionError, copy_to_draft, publish, retire
from assessments.edition.lint import errors
from assessments.models import Assessment, Questionnaire
from assessments.models.reading import read
from organisations.models import User

LONGEST_REASON: Final = 1000


def urls(site: Any) -> list[Any]:
    def route(name: str, view: Callable[..., HttpResponse]) -> Any:
        wrapped = site.admin_view(partial(view, site))
        return path(f"<int:pk>/{name}/", wrapped, name=f"assessments_questionnaire_{name}")

    return [route("copy", copy_view), route("publish", publish_view), route("retire", retire_view)]


def next_steps(request: HttpRequest, edition: Questionnaire) -> list[dict[str, str]]:
    """Offer what the edition's status and the person's rights allow; the pages themselves look again."""
    status = Questionnaire.Status
    offered = (
        ("copy", _("Copy to a new draft"), "add", tuple(status)),
        ("publish", _("Publish"), "publish", (status.DRAFT,)),
        ("retire", _("Retire"), "retire", (status.PUBLISHED,)),
    )
    return [
        {"name": name, "url": reverse(f"admin:assessments_questionnaire_{key}", args=[edition.pk])}
        for key, name, right, statuses in offered
        if edition.status in statuses and _may(request, right)
    ]


def _may(request: HttpRequest, right: str) -> bool:
    return request.user.has_perm(f"assessments.{right}_questionnaire")


class PublishForm(forms.Form):
    """The mark of what was looked at; for every gate with open points a tick and a reason."""

    mark = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, look: gates.GateCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for result in look.results:
            if result.is_open:
                continue
            self.fields[f"{result.gate}-tick"] = forms.BooleanField(
                label=_("I have read this and publish all the same"),
                error_messages={"required": _("Tick that you have read it, or mend it first")},
            )
            self.fields[f"{result.gate}-reason"] = forms.CharField(
                label=_("Why"),
                max_length=LONGEST_REASON,
                widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
                help_text=_("Kept with the edition, with your name and the date."),
                error_messages={"required": _("Give a reason")},
            )

    def opened(self, look: gates.GateCheck) -> list[dict[str, Any]]:
        """Give what each gate says; beside the points of one that is not open the two fields to go on all the same."""
        return [
            {
                "result": result,
                "title": gates.title_of(result.gate),
                "template": f"admin/gates/{result.gate}.html",
                "tick": self[f"{result.gate}-tick"] if not result.is_open else None,
                "reason": self[f"{result.gate}-reason"] if not result.is_open else None,
            }
            for result in look.results
        ]

    @property
    def reasons(self) -> dict[str, str]:
        return {
            name.removesuffix("-reason"): text for name, text in self.cleaned_data.items() if name.endswith("-reason")
        }


def copy_view(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    edition, by = _decider(request, pk, "add")
    if request.method == "POST":
        return _done(request, edition, lambda: copy_to_draft(questionnaire=edition, by=by), _copied)
    consequences = [
        _("A new draft is made with the same steps, questions, answers and functions."),
        _("%(label)s stays as it is.") % {"label": edition.label},
    ]
    return _confirm(site, request, edition, title=_("Copy to a new draft"), consequences=consequences)


def retire_view(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    edition, by = _decider(request, pk, "retire")
    if request.method == "POST":
        return _done(request, edition, lambda: retire(questionnaire=edition, by=by), _stands)
    begun = Assessment.objects.drafts().filter(questionnaire=edition).count()
    consequences = [
        _("Nobody can start a new assessment with it, and no other edition takes its place."),
        ngettext(
            "%(count)d assessment begun with it can still be finished, and every report stays.",
            "%(count)d assessments begun with it can still be finished, and every report stays.",
            begun,
        )
        % {"count": begun},
    ]
    return _confirm(site, request, edition, title=_("Retire"), consequences=consequences)


def publish_view(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    edition, by = _decider(request, pk, "publish")
    if not edition.is_draft:
        messages.error(request, _("%(label)s is no draft any more") % {"label": edition.label})
        return _page(edition)
    look = gates.check(edition)
    form = PublishForm(request.POST if request.method == "POST" else None, look=look, initial={"mark": look.mark})
    if form.is_valid():
        # What counts is what the person had before their eyes, not what is there by now.
        seen = gates.GateCheck(form.cleaned_data["mark"], look.results)
        if seen.mark == look.mark:
            decision = Decision(by, seen, form.reasons)
            return _done(request, edition, lambda: publish(questionnaire=edition, decision=decision), _stands)
        messages.error(request, _("%(label)s was changed since you looked: look again") % {"label": edition.label})
        return HttpResponseRedirect(request.path)
    former = Questionnaire.objects.published().filter(slug=edition.slug)
    title = _("Publish %(label)s") % {"label": edition.label}
    context = pages.context(site, request, edition, tab="", title=title) | {
        "form": form,
        "gates": form.opened(look),
        "errors": errors(read(edition.pk)),
        "consequences": [
            _("From then on it can’t be changed; the next change needs a new edition."),
            *(_("%(label)s is retired.") % {"label": row.label} for row in former),
            _("Every report that was given stays as it is."),
        ],
    }
    status = 200 if request.method == "GET" else 422
    return TemplateResponse(request, "admin/assessments/questionnaire/publish.html", context, status=status)


def _decider(request: HttpRequest, pk: int, right: str) -> tuple[Questionnaire, User]:
    edition = pages.opened(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    if not isinstance(request.user, User) or not _may(request, right):
        raise PermissionDenied
    return edition, request.user


def _done(
    request: HttpRequest,
    edition: Questionnaire,
    act: Callable[[], Questionnaire | None],
    describe: Callable[[Questionnaire, Questionnaire | None], str],
) -> HttpResponse:
    """Do it and go to the page of the edition; say what came of it, also where somebody else was quicker."""
    try:
        made = act()
    except ChangedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    except EditionError as error:
        messages.error(request, str(error))
        return _page(edition)
    messages.success(request, describe(edition, made))
    return _page(made or edition)


def _copied(edition: Questionnaire, made: Questionnaire | None) -> str:
    sentence = _("%(draft)s is a draft with the content of %(label)s. Change it, then publish it.")
    return sentence % {"draft": made.label if made else "", "label": edition.label}


def _stands(edition: Questionnaire, _made: Questionnaire | None) -> str:
    return _("%(label)s is %(status)s.") % {"label": edition.label, "status": edition.get_status_display()}


def _confirm(
    site: Any, request: HttpRequest, edition: Questionnaire, *, title: str, consequences: list[str]
) -> HttpResponse:
    context = pages.context(site, request, edition, tab="", title=title) | {"consequences": consequences}
    return TemplateResponse(request, "admin/assessments/questionnaire/confirm.html", context)


def _page(edition: Questionnaire) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_questionnaire_change", args=[edition.pk]))

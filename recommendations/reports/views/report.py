"""The page of a report: its frozen content shown as it is, and beside it what people do about its actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, translation
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from assessments.answering.holder import holder_hash
from organisations import openings
from organisations.models import Opening
from recommendations.models import ActionStatus, Report
from recommendations.reports import services
from recommendations.reports.forms import ActionForm
from recommendations.reports.reviews import reviews
from recommendations.reports.views import ready

UNPROCESSABLE = 422

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as it was told, with what people said about it since; `values` fill its form."""

    id: str
    told: Mapping[str, Any]
    is_set: bool
    is_open: bool
    due: str
    status: str
    values: Mapping[str, str]
    errors: Mapping[str, str]


@require_safe
@login_not_required
@private
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, pk)


@require_safe
@login_not_required
@private
def of_assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from a submitted assessment to its report."""
    found = get_object_or_404(_open_to(request).only("pk"), assessment=pk)
    return redirect("recommendations:report", pk=found.pk)


@require_safe
@login_not_required
def sample(request: HttpRequest) -> HttpResponse:
    found = Report.objects.sample()
    if found is None:
        raise Http404
    with translation.override(found.language):
        return _sample(request, found)


def _sample(request: HttpRequest, found: Report) -> HttpResponse:
    parts = _parts(found, ready.Reader.ANYBODY, everything=_wants_all(request))
    actions = {"lead": parts["ready"].actions_lead, "actions": _actions(parts["ready"], {}, None), "csrf_token": ""}
    context = {**parts, "is_sample": True, "actions_markup": ready.actions_markup(found, actions, said="sample")}
    return in_language(render(request, "recommendations/report.html", context), found)


def in_language(response: HttpResponse, shown: Report) -> HttpResponse:
    """Say in which language a report is told, which need not be that of the visit."""
    response.headers["Content-Language"] = shown.language
    return response


@require_POST
@login_not_required
@private
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep who does one action; those whose report it is may say so, without an account until it is claimed."""
    opened = get_object_or_404(Report.objects.kept_by(request.user, holder_hash(request)), pk=pk)
    known = [one["key"] for one in opened.told["page"]["actions"]]
    form = ActionForm(request.POST, known=known)
    if not form.is_valid():
        return _show(request, pk, form=form)
    said = form.cleaned_data
    services.set_action(
        report=opened, action=said["action"], owner=said["owner"], due=said["due"], status=said["status"]
    )
    place = f"action-{known.index(said['action']) + 1}"
    return redirect(f"{reverse('recommendations:report', args=(pk,))}#{place}")


def _open_to(request: HttpRequest) -> "QuerySet[Report]":
    return Report.objects.open_to(request.user, holder_hash(request))


def _wants_all(request: HttpRequest) -> bool:
    return request.GET.get("print") == "all"


def _show(request: HttpRequest, pk: UUID, *, form: ActionForm | None = None) -> HttpResponse:
    """Show a report; its content is read from the database only where this process has not written its page yet."""
    everything = _wants_all(request)
    is_kept = Exists(Report.objects.kept_by(request.user, holder_hash(request)).filter(pk=OuterRef("pk")))
    # Most reports have no review: whether there is one is asked with the report, and what it says only then.
    found = reviews().mark(_open_to(request).select_related("assessment").annotate(is_kept=is_kept))
    is_written = ready.is_written(pk, everything=everything)
    shown = get_object_or_404(found.defer("content") if is_written else found, pk=pk)
    openings.note(
        user=request.user, client=shown.assessment.organisation_id, what=Opening.What.REPORT, subject=shown.pk
    )
    # The page around a report speaks its language too: half a page in another one would help nobody.
    with translation.override(shown.language):
        return _page(request, shown, form=form)


def _page(request: HttpRequest, shown: Any, *, form: ActionForm | None) -> HttpResponse:
    reader = ready.Reader.KEEPER if shown.is_kept else ready.Reader.ADVISER
    parts = _parts(shown, reader, everything=_wants_all(request))
    said = {one.action: one for one in shown.action_statuses.all()}
    lines = _actions(parts["ready"], said, form)
    errors = [{"href": f"#{line.id}-{name}", "text": text} for line in lines for name, text in line.errors.items()]
    errors += [{"href": "", "text": str(text)} for text in (form.errors.get("action", ()) if form else ())]
    actions = _markup(request, shown, parts["ready"], lines)
    context = {**parts, "errors": errors, "actions_markup": actions, **_urls(shown)}
    if shown.is_reviewed:
        context |= reviews().show(request, shown)
    response = render(request, "recommendations/report.html", context, status=UNPROCESSABLE if errors else None)
    return in_language(response, shown)


def _markup(request: HttpRequest, shown: Any, written: ready.Ready, lines: Sequence[ActionLine]) -> SafeString:
    context = {
        "lead": written.actions_lead,
        "actions": lines,
        "url": reverse("recommendations:action", args=(shown.pk,)) if shown.is_kept else "",
        "choices": ActionStatus.Status.choices,
        "csrf_token": get_token(request),
    }
    said = [(line.is_set, line.is_open, *line.values.values(), *line.errors.items()) for line in lines]
    return ready.actions_markup(shown, context, said=repr((shown.is_kept, said)))


def _parts(shown: Report, reader: ready.Reader, *, everything: bool) -> dict[str, Any]:
    known = ready.kept(shown.pk, reader, everything=everything)
    written = known or ready.write(shown, reader, everything=everything)
    band, first, last = written.stretches
    return {"ready": written, "band": band, "first": first, "last": last}


def _actions(written: ready.Ready, said: Mapping[str, ActionStatus], posted: ActionForm | None) -> list[ActionLine]:
    return [
        _line(f"action-{number}", told, said.get(told["key"]), _meant(posted, told["key"]))
        for number, told in enumerate(written.actions, start=1)
    ]


def _meant(posted: ActionForm | None, key: str) -> ActionForm | None:
    return posted if posted and posted.data.get("action") == key else None


def _line(id_: str, told: Mapping[str, Any], said: ActionStatus | None, posted: ActionForm | None) -> ActionLine:
    values = {"owner": "", "due": "", "status": str(ActionStatus.Status.OPEN)}
    if said:
        values = {"owner": said.owner, "due": said.due.isoformat() if said.due else "", "status": said.status}
    if posted:
        values |= {name: posted.data.get(name, "") for name in values}
    return ActionLine(
        id=id_,
        told=told,
        is_set=said is not None,
        is_open=posted is not None,
        due=formats.date_format(said.due, "DATE_FORMAT") if said and said.due else "",
        status=said.get_status_display() if said else "",
        values=values,
        errors={name: str(texts[0]) for name, texts in posted.errors.items() if name in values} if posted else {},
    )


def _urls(shown: Any) -> dict[str, str]:
    """Tell where a report is copied and, by those whose it is, acted on."""
    names = ("pdf", "xlsx", "csv", "json", *(("again", "share") if shown.is_kept else ()))
    urls = {f"{name}_url": reverse(f"recommendations:{name}", args=(shown.pk,)) for name in names}
    owner = shown.assessment.organisation_id
    urls["history_url"] = (
        reverse("recommendations:history", args=(owner,)) if owner else reverse("recommendations:held")
    )
    if owner is None:
        urls["claim_url"] = reverse("assessments:claim", args=(shown.assessment_id,))
    return urls

"""The page of a report: its frozen content shown as it is, and beside it what people do about its actions."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from assessments.http import holder_hash
from assessments.models import Assessment
from recommendations import services
from recommendations.forms import ActionForm
from recommendations.models import ActionStatus, Report

FIRST: Final = ("sure", "map", "why", "change", "demands", "checklist", "partner", "pilot")
LAST: Final = ("answers",)
BREAK: Final = "\0"  # no text of ours and none of a respondent's holds it
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as it was told, with what people said about it since."""

    id: str
    told: Mapping[str, Any]
    is_set: bool
    owner: str
    due: str
    status: str
    form: ActionForm


@require_safe
@login_not_required
@private
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _opened(request, pk))


@require_safe
@login_not_required
@private
def of_assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from a submitted assessment to its report."""
    found = get_object_or_404(Report.objects.open_to(request.user, holder_hash(request)).only("pk"), assessment=pk)
    return redirect("recommendations:report", pk=found.pk)


@require_safe
@login_not_required
def sample(request: HttpRequest) -> HttpResponse:
    found = Report.objects.sample()
    if found is None:
        raise Http404
    return _show(request, found, is_sample=True)


@require_POST
@login_not_required
@private
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep who does one action; whoever may open a report may say so, without an account until it is claimed."""
    opened = _opened(request, pk)
    known = [one["key"] for one in opened.told["page"]["actions"]]
    form = ActionForm(request.POST, known=known, auto_id=_auto_id(known, request.POST.get("action", "")))
    if not form.is_valid():
        return _show(request, opened, form=form)
    said = form.cleaned_data
    services.set_action(
        report=opened, action=said["action"], owner=said["owner"], due=said["due"], status=said["status"]
    )
    place = f"action-{known.index(said['action']) + 1}"
    return redirect(f"{reverse('recommendations:report', args=(opened.pk,))}#{place}")


def _opened(request: HttpRequest, pk: UUID) -> Report:
    return get_object_or_404(
        Report.objects.open_to(request.user, holder_hash(request)).select_related("assessment"), pk=pk
    )


def _show(
    request: HttpRequest, shown: Report, *, form: ActionForm | None = None, is_sample: bool = False
) -> HttpResponse:
    everything = request.GET.get("print") == "all"
    band, first, last = _ready_made(shown, everything=everything, is_sample=is_sample)
    errors = _errors(form)
    context = {
        "told": shown.told,
        "page": shown.told["page"],
        "report": shown,
        "band": band,
        "first": first,
        "last": last,
        "contents": contents(shown.told["page"], is_sample=is_sample),
        "actions": _actions(shown, form, is_sample=is_sample),
        "errors": errors,
        "is_sample": is_sample,
        "claim_url": _claim_url(shown.assessment, is_sample=is_sample),
    }
    return render(request, "recommendations/report.html", context, status=UNPROCESSABLE if errors else None)


def _ready_made(shown: Report, *, everything: bool, is_sample: bool) -> tuple[SafeString, ...]:
    """Give the parts that never change, written once per process.

    Who may read the report was settled before this is asked; the key holds the checksum, so that no other report's
    text can come back.
    """
    kept = caches["template_fragments"]
    key = f"report:{shown.pk}:{shown.checksum}:{translation.get_language()}:{everything:d}{is_sample:d}"
    packed = kept.get(key)
    if packed is None:
        parts = BREAK.join(_written(shown, everything=everything, is_sample=is_sample))
        packed = zlib.compress(parts.encode(), level=1)
        kept.set(key, packed, timeout=None)
    return tuple(mark_safe(part) for part in zlib.decompress(packed).decode().split(BREAK))  # noqa: S308 - our own templates' text


def _written(shown: Report, *, everything: bool, is_sample: bool) -> tuple[str, str, str]:
    context = {
        "told": shown.told,
        "page": shown.told["page"],
        "checksum": shown.checksum,
        "everything": everything,
        "again_url": "" if is_sample else reverse("recommendations:again", args=(shown.pk,)),
    }

    def section(name: str) -> str:
        return render_to_string(f"recommendations/sections/{name}.html", context)

    return section("band"), "".join(map(section, FIRST)), "".join(map(section, LAST))


def contents(page: Mapping[str, Any], *, is_sample: bool) -> list[Entry]:
    entries = (
        (True, "sure", _("How sure is this?")),
        (True, "map", _("Function by function")),
        (True, "why", _("Why this result")),
        (True, "change", _("What would change it")),
        (page["demands"] or page["no_demands"], "demands", _("What to ask of a partner")),
        (page["checklist"], "checklist", _("Questions for providers")),
        (page["partner"], "partner", _("Who, where and at what price")),
        (page["pilot"], "pilot", _("Start small")),
        (True, "actions", _("What to do first")),
        (not is_sample, "copy", _("Keep a copy")),
        (True, "answers", _("All your answers")),
        (True, "sources", _("Sources")),
    )
    return [Entry(id_, title) for is_there, id_, title in entries if is_there]


def _actions(shown: Report, posted: ActionForm | None, *, is_sample: bool) -> list[ActionLine]:
    said = {} if is_sample else {one.action: one for one in shown.action_statuses.all()}
    told = shown.told["page"]["actions"]
    known = [one["key"] for one in told]
    lines = []
    for number, one in enumerate(told, start=1):
        form = posted if posted and posted.data.get("action") == one["key"] else _form(known, one["key"], said)
        lines.append(_line(number, one, said.get(one["key"]), form))
    return lines


def _line(number: int, told: Mapping[str, Any], said: ActionStatus | None, form: ActionForm) -> ActionLine:
    return ActionLine(
        id=f"action-{number}",
        told=told,
        is_set=said is not None,
        owner=said.owner if said else "",
        due=formats.date_format(said.due, "DATE_FORMAT") if said and said.due else "",
        status=said.get_status_display() if said else "",
        form=form,
    )


def _form(known: list[str], key: str, said: Mapping[str, ActionStatus]) -> ActionForm:
    one = said.get(key)
    initial: dict[str, Any] = {"action": key, "status": ActionStatus.Status.OPEN}
    if one:
        initial |= {"owner": one.owner, "due": one.due, "status": one.status}
    return ActionForm(initial=initial, known=known, auto_id=_auto_id(known, key))


def _auto_id(known: list[str], key: str) -> str:
    """Keep the ids of several forms of one page apart."""
    number = known.index(key) + 1 if key in known else 0
    return f"id_action_{number}_%s"


def _errors(form: ActionForm | None) -> list[dict[str, str]]:
    if form is None:
        return []
    return [
        {"href": f"#{form[name].id_for_label}" if name in form.fields and name != "action" else "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


def _claim_url(assessment: Assessment, *, is_sample: bool) -> str:
    is_unclaimed = assessment.organisation_id is None and not is_sample
    return reverse("assessments:claim", args=(assessment.pk,)) if is_unclaimed else ""

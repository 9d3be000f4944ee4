"""One client of a consultancy: their reports over time, what they are answering, and the terms of the consent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import Assessment
from consulting.clients.client_rows import flags
from consulting.clients.forms import ReviewDayForm
from organisations import engagements, openings
from organisations.models import ClientLine, Engagement, Membership, Opening, User
from recommendations.reports.views.workspace import Mark, line_of, steps_of

PAGE: Final = 25
MOST_DRAFTS: Final = 10
LATELY: Final = 10
UNPROCESSABLE: Final = 422
OPENED: Final = {
    Opening.What.REPORT: gettext_lazy("A report"),
    Opening.What.COPY: gettext_lazy("A copy of a report"),
    Opening.What.ANSWERS: gettext_lazy("The answers"),
    Opening.What.COMPARISON: gettext_lazy("A comparison of reports"),
    Opening.What.OVERVIEW: gettext_lazy("The overview"),
}

private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Look:
    """That a colleague opened something."""

    who: str
    what: str
    when: str


@require_safe
@private
def client(request: HttpRequest, client: UUID) -> HttpResponse:
    engagement = engaged(request, client)
    openings.note(user=request.user, client=client, what=Opening.What.OVERVIEW, subject=client)
    return _show(request, engagement, ReviewDayForm(initial={"review_on": engagement.review_on}))


@require_POST
@private
def plan(request: HttpRequest, client: UUID) -> HttpResponse:
    """Say when to look at the client again."""
    engagement = engaged(request, client)
    form = ReviewDayForm(request.POST)
    if not form.is_valid():
        return _show(request, engagement, form)
    engagements.plan_review(engagement=engagement, on=form.cleaned_data["review_on"])
    messages.success(request, _("The next review is noted."))
    return redirect(_address(request, client))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end(request: HttpRequest, client: UUID) -> HttpResponse:
    """Hand a client's consent back; an owner of the consultancy decides that."""
    mine = Membership.objects.filter(user=me(request), role=Membership.Role.OWNER).values("organisation")
    engagement = get_object_or_404(_engagements(request).filter(consultancy__in=mine), client=client)
    if request.method == "POST":
        engagements.end(engagement=engagement, by=me(request))
        messages.success(request, _("You no longer have access to %(client)s.") % {"client": engagement.client})
        return redirect("consulting:clients")
    context = {"engagement": engagement, "client": engagement.client, "back": _address(request, client)}
    return render(request, "consulting/clients/end.html", context)


def me(request: HttpRequest) -> User:
    """Every page here is behind sign-in, which the types of a request cannot say."""
    return cast("User", request.user)


def engaged(request: HttpRequest, client: UUID) -> Engagement:
    """Find the consent by which this person's consultancy may look at a client; without one, the client is not there."""
    found = _engagements(request).filter(client=client).order_by("consultancy__name", "pk").first()
    return found or get_object_or_404(Engagement.objects.none())


def _engagements(request: HttpRequest) -> "QuerySet[Engagement]":
    mine = Membership.objects.filter(user=me(request), organisation__advises=True).values("organisation")
    current = Engagement.objects.current().filter(consultancy__in=mine).select_related("client", "consultancy")
    chosen = request.GET.get("for", "")
    try:
        return current.filter(consultancy=UUID(chosen)) if chosen else current
    except ValueError:
        return current.none()


def _address(request: HttpRequest, client: UUID) -> str:
    chosen = request.GET.get("for", "")
    return reverse("consulting:client", args=(client,)) + (f"?for={chosen}" if chosen else "")


def _show(request: HttpRequest, engagement: Engagement, form: ReviewDayForm) -> HttpResponse:
    mark, pk = Mark.read(request.GET.get("after", "")), engagement.client_id
    rows = _submitted(pk, mark)
    shown = rows[:PAGE]
    drafts = list(_of(pk).drafts().order_by("-updated_at", "pk")[:MOST_DRAFTS])
    steps = steps_of([draft.pk for draft in drafts])
    may_answer = engagement.scope == Engagement.Scope.ANSWER
    line = ClientLine.objects.filter(engagement=engagement).first()
    context = {
        "engagement": engagement,
        "client": engagement.client,
        "form": form,
        "may_answer": may_answer,
        "since": date_format(localtime(engagement.started_at), "DATE_FORMAT"),
        "flags": list(flags(line, now=timezone.now())) if line else [],
        "reports": [
            (reverse("consulting:review", args=(pk, row.report.pk)), line_of(row, "", (0, 0))) for row in shown
        ],
        "older": str(Mark(shown[-1].updated_at, shown[-1].pk)) if len(rows) > PAGE else "",
        "is_first": mark is None,
        "drafts": [line_of(draft, "", steps.get(draft.pk, (0, 0))) for draft in drafts],
        "looks": list(_looks(engagement)),
        "history": reverse("recommendations:history", args=(pk,)),
        "chosen": request.GET.get("for", ""),
        "is_owner": _owns(request, engagement),
    }
    status = UNPROCESSABLE if form.errors else None
    return render(request, "consulting/clients/client.html", context, status=status)


def _owns(request: HttpRequest, engagement: Engagement) -> bool:
    owners = Membership.objects.filter(user=me(request), role=Membership.Role.OWNER)
    return owners.filter(organisation=engagement.consultancy_id).exists()


def _of(client: UUID) -> Any:
    return Assessment.objects.filter(organisation=client)


def _submitted(client: UUID, mark: Mark | None) -> list[Any]:
    """Read one page of a client's reports and one row more, from where the index says."""
    done = _of(client).filter(status=Assessment.Status.SUBMITTED)
    if mark:
        done = done.filter(updated_at__lte=mark.at).exclude(updated_at=mark.at, pk__lte=mark.pk)
    return list(done.select_related("report").defer("report__content").order_by("-updated_at", "pk")[: PAGE + 1])


def _looks(engagement: Engagement) -> Iterator[Look]:
    for one in engagement.openings.select_related("user")[:LATELY]:
        who = str(one.user) if one.user else _("Somebody who has left")
        yield Look(who, str(OPENED[Opening.What(one.what)]), _moment(one.at))


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")

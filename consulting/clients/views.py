"""A consultancy's clients: the list with its filters and copies, and the page of one client."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import Assessment
from consulting.access import choose_consultancy, engagements_of, get_engagement, signed_in_user
from consulting.clients import list_files, services
from consulting.clients.filters import MOST_COUNTED, ORDERS, USUAL_ORDER, ClientList
from consulting.clients.forms import FilterNameForm, ReviewDayForm
from consulting.models import ClientLine, SavedFilter
from consulting.models.clients import Status
from organisations import engagements, openings
from organisations.models import Engagement, Membership, Opening
from organisations.paging import Cursor
from recommendations.engine import PARAMETERS
from recommendations.engine.points import whole
from recommendations.reports.exports import csv_file
from recommendations.reports.views.copies import EXPORTS, XLSX
from recommendations.reports.views.workspace import page_of, with_steps

CSV: Final = "text/csv; charset=utf-8; header=present"
MOST_FILTERS: Final = 20  # more than anybody tells apart in a row
MOST_DRAFTS: Final = 10
MOST_OPENINGS: Final = 10
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_safe
@private
def clients(request: HttpRequest) -> HttpResponse:
    membership, memberships = choose_consultancy(request)
    chosen = {"for": str(membership.organisation_id)} if len(memberships) > 1 else {}
    asked = ClientList(membership.organisation_id, request.GET.dict())
    by_status, count = asked.counts()
    lines, following = asked.page()
    parameters = asked.parameters
    every = chosen | parameters
    caption = ngettext("%(count)s client", "%(count)s clients", count) % {"count": count}
    if count > MOST_COUNTED:
        caption = _("More than %(count)s clients") % {"count": f"{MOST_COUNTED:,}"}
    if asked.order == USUAL_ORDER:
        caption = _("%(number)s, those that wait for you first") % {"number": caption}
    context = {
        "membership": membership,
        "memberships": memberships,
        "lines": lines,
        "form": asked.filter.form,
        "is_filtered": bool(parameters.keys() - {"sort"}),
        "is_empty": not any(by_status.values()),
        "tallies": [
            (
                f"?{urlencode(chosen | {'status': status.value})}",
                _("%(count)s+") % {"count": f"{MOST_COUNTED:,}"} if number > MOST_COUNTED else number,
                _tally_words(status, number),
            )
            for status, number in by_status.items()
            if number
        ],
        "caption": caption,
        "heads": _heads(asked, chosen),
        "following": f"?{urlencode(every | {'after': following})}" if following else "",
        "first": f"?{urlencode(every)}" if "after" in request.GET else "",
        "copies": {kind: f"{reverse(f'consulting:clients_{kind}')}?{urlencode(every)}" for kind in ("csv", "xlsx")},
        "hidden": chosen | {name: parameters[name] for name in ("sort", "doubt") if name in parameters},
        "doubt": asked.doubt,
        "clear": f"?{urlencode(chosen)}" if chosen else reverse("consulting:clients"),
        "chosen": urlencode(chosen),
        "saved": membership.saved_filters.all(),
        "query": asked.query,
        "is_saved": asked.query in [saved.query for saved in membership.saved_filters.all()],
        "close_gap": whole(PARAMETERS.close_gap),
    }
    return render(request, "consulting/clients/clients.html", context)


@require_safe
@private
def csv(request: HttpRequest) -> StreamingHttpResponse:
    membership, _memberships = choose_consultancy(request)
    EXPORTS.spend(request.user.pk)
    asked = ClientList(membership.organisation_id, request.GET.dict())
    kind = csv_file.kind_for(get_language() or "", asked=request.GET.get("marks", ""))
    return _download(list_files.csv(asked.lines.iterator(), kind=kind), CSV, "csv")


@require_safe
@private
def xlsx(request: HttpRequest) -> StreamingHttpResponse:
    membership, _memberships = choose_consultancy(request)
    EXPORTS.spend(request.user.pk)
    asked = ClientList(membership.organisation_id, request.GET.dict())
    return _download(list_files.xlsx(asked.lines.iterator()), XLSX, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def save_filter(request: HttpRequest) -> HttpResponse:
    """Give the filter that is on a name."""
    membership, _memberships = choose_consultancy(request)
    sent = dict(parse_qsl(request.POST.get("query", request.GET.get("query", ""))))
    query = ClientList(membership.organisation_id, sent).query
    names = tuple(saved.name for saved in membership.saved_filters.all())
    form = FilterNameForm(request.POST if request.method == "POST" else None, taken=names)
    if len(names) >= MOST_FILTERS and request.method == "POST":
        messages.error(request, _("You have 20 filters: throw one away first."))
        return redirect(_list_url(membership, query))
    if form.is_valid():
        services.save_filter(membership=membership, name=form.cleaned_data["name"], query=query)
        messages.success(request, _("The filter is saved."))
        return redirect(_list_url(membership, query))
    return _show_filter(request, membership, form, query=query)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def rename_filter(request: HttpRequest, pk: UUID) -> HttpResponse:
    own = SavedFilter.objects.visible_to(request.user).select_related("membership__organisation")
    saved = get_object_or_404(own, pk=pk)
    others = SavedFilter.objects.visible_to(request.user).filter(membership=saved.membership_id).exclude(pk=pk)
    names = tuple(others.values_list("name", flat=True))
    form = FilterNameForm(request.POST if request.method == "POST" else None, taken=names, initial={"name": saved.name})
    if form.is_valid():
        services.rename_filter(saved=saved, name=form.cleaned_data["name"])
        messages.success(request, _("The filter has its new name."))
        return redirect(_list_url(saved.membership, saved.query))
    return _show_filter(request, saved.membership, form, query=saved.query, saved=saved)


@require_POST
@private
def delete_filter(request: HttpRequest, pk: UUID) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user).select_related("membership"), pk=pk)
    services.delete_filter(saved=saved)
    messages.success(request, _("The filter is thrown away."))
    return redirect(_list_url(saved.membership))


@require_safe
@private
def client(request: HttpRequest, client: UUID) -> HttpResponse:
    engagement = get_engagement(request, client)
    openings.note(user=request.user, client=client, what=Opening.What.OVERVIEW, subject=client)
    return _show_client(request, engagement, ReviewDayForm(initial={"review_on": engagement.review_on}))


@require_POST
@private
def plan_review(request: HttpRequest, client: UUID) -> HttpResponse:
    """Keep the day on which to look at the client again."""
    engagement = get_engagement(request, client)
    form = ReviewDayForm(request.POST)
    if not form.is_valid():
        return _show_client(request, engagement, form)
    services.plan_review(engagement=engagement, on=form.cleaned_data["review_on"])
    messages.success(request, _("The next review is noted."))
    return redirect(_client_url(request, client))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end_engagement(request: HttpRequest, client: UUID) -> HttpResponse:
    """Hand a client's consent back; an owner of the consultancy decides that."""
    owned = Membership.objects.filter(user=signed_in_user(request), role=Membership.Role.OWNER).values("organisation")
    engagement = get_object_or_404(engagements_of(request).filter(consultancy__in=owned), client=client)
    if request.method == "POST":
        engagements.end(engagement=engagement, by=signed_in_user(request))
        messages.success(request, _("You no longer have access to %(client)s.") % {"client": engagement.client})
        return redirect("consulting:clients")
    context = {"engagement": engagement, "client": engagement.client, "back": _client_url(request, client)}
    return render(request, "consulting/clients/end.html", context)


def _show_client(request: HttpRequest, engagement: Engagement, form: ReviewDayForm) -> HttpResponse:
    assessments = Assessment.objects.filter(organisation=engagement.client_id)
    cursor = Cursor.read(request.GET.get("after", ""))
    reports, older = page_of(assessments.submitted(), cursor)
    owners = Membership.objects.filter(user=signed_in_user(request), role=Membership.Role.OWNER)
    context = {
        "engagement": engagement,
        "client": engagement.client,
        "form": form,
        "may_answer": engagement.scope == Engagement.Scope.ANSWER,
        "line": ClientLine.objects.filter(engagement=engagement).first(),
        "reports": reports,
        "older": older,
        "is_first": cursor is None,
        "drafts": with_steps(assessments.drafts()).order_by("-updated_at", "pk")[:MOST_DRAFTS],
        "openings": engagement.openings.select_related("user")[:MOST_OPENINGS],
        "chosen": request.GET.get("for", ""),
        "is_owner": owners.filter(organisation=engagement.consultancy_id).exists(),
    }
    return render(request, "consulting/clients/client.html", context, status=UNPROCESSABLE if form.errors else None)


def _show_filter(
    request: HttpRequest, membership: Membership, form: FilterNameForm, *, query: str, saved: SavedFilter | None = None
) -> HttpResponse:
    back = _list_url(membership, query)
    context = {"membership": membership, "form": form, "query": query, "saved": saved, "back": back}
    status = UNPROCESSABLE if form.errors else None
    return render(request, "consulting/clients/filter.html", context, status=status)


def _list_url(membership: Membership, query: str = "") -> str:
    address = f"{reverse('consulting:clients')}?for={membership.organisation_id}"
    return f"{address}&{query}" if query else address


def _client_url(request: HttpRequest, client: UUID) -> str:
    chosen = request.GET.get("for", "")
    return reverse("consulting:client", args=(client,)) + (f"?for={chosen}" if chosen else "")


def _tally_words(status: Status, count: int) -> str:
    match status:
        case Status.FOR_REVIEW:
            return ngettext("waits for your review", "wait for your review", count)
        case Status.IN_REVIEW:
            return _("in review")
        case Status.CHANGES:
            return ngettext("has changes to make", "have changes to make", count)
        case Status.ANSWERING:
            return ngettext("is still answering", "are still answering", count)
        case Status.INVITED:
            return _("invited, no answer yet")
        case Status.REVIEWED:
            return _("reviewed")


def _heads(asked: ClientList, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """List the heads of the columns, by which the list can be put in order; a second press reverses it."""
    labels = {
        "status": _("Status"),
        "name": _("Client"),
        "model": _("Leading model"),
        "margin": _("Margin"),
        "strength": _("Strength"),
        "evidence": _("Evidence"),
        "activity": _("Last activity"),
        "review": _("Next review"),
    }
    current = asked.order.removeprefix("-")
    heads = []
    for name in ORDERS:
        order = f"-{name}" if name == current and not asked.is_reversed else name
        url = f"?{urlencode({**chosen, **asked.parameters, 'sort': order})}"
        sort = ("descending" if asked.is_reversed else "ascending") if name == current else ""
        heads.append({"label": labels[name], "url": url, "sort": sort})
    return heads


def _download(content: Iterator[bytes], kind: str, ending: str) -> StreamingHttpResponse:
    disposition = f'attachment; filename="clients-{timezone.localdate():%Y-%m-%d}.{ending}"'
    return StreamingHttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})

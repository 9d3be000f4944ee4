"""Filters of the list of clients that a consultant gave a name: kept, renamed, thrown away."""

from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from consulting.clients import portfolio
from consulting.clients.forms import FilterNameForm
from consulting.clients.portfolio import Desk, Wanted
from consulting.clients.views.clients import at_desk
from consulting.models import SavedFilter

MOST: Final = 20  # more than anybody tells apart in a row
UNPROCESSABLE: Final = 422

private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def add(request: HttpRequest) -> HttpResponse:
    """Give the filter that is on a name."""
    desk, _desks = at_desk(request)
    said = dict(parse_qsl(request.POST.get("query", request.GET.get("query", ""))))
    query = Wanted.read(desk.consultancy, said).query
    names = tuple(name for _pk, name, _query in desk.saved)
    form = FilterNameForm(request.POST if request.method == "POST" else None, taken=names)
    if len(names) >= MOST and request.method == "POST":
        messages.error(request, _("You have 20 filters: throw one away first."))
        return redirect(_list(desk, query))
    if form.is_valid():
        portfolio.save_filter(membership=desk.membership, name=form.cleaned_data["name"], query=query)
        messages.success(request, _("The filter is saved."))
        return redirect(_list(desk, query))
    return _show(request, desk, form, query=query)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    desk = next(one for one in portfolio.desks(request.user) if one.membership == saved.membership_id)
    names = tuple(name for other, name, _query in desk.saved if other != pk)
    form = FilterNameForm(request.POST if request.method == "POST" else None, taken=names, initial={"name": saved.name})
    if form.is_valid():
        portfolio.rename_filter(saved=saved, name=form.cleaned_data["name"])
        messages.success(request, _("The filter has its new name."))
        return redirect(_list(desk, saved.query))
    return _show(request, desk, form, query=saved.query, saved=saved)


@require_POST
@private
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user).select_related("membership"), pk=pk)
    portfolio.delete_filter(saved=saved)
    messages.success(request, _("The filter is thrown away."))
    return redirect(f"{reverse('consulting:clients')}?for={saved.membership.organisation_id}")


def _list(desk: Desk, query: str) -> str:
    return f"{reverse('consulting:clients')}?for={desk.consultancy}{'&' if query else ''}{query}"


def _show(
    request: HttpRequest, desk: Desk, form: FilterNameForm, *, query: str, saved: SavedFilter | None = None
) -> HttpResponse:
    context = {"desk": desk, "form": form, "query": query, "saved": saved, "back": _list(desk, query)}
    status = UNPROCESSABLE if form.errors else None
    return render(request, "consulting/clients/filter.html", context, status=status)

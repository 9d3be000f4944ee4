"""The way in for whoever was invited: the address in the mail, and the page where they answer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import http, people
from organisations.http import carried, keep_quiet
from organisations.models import Invitation
from organisations.models.invitations import InvitationOverError
from organisations.views import consents
from organisations.views.asking import me


@login_not_required
@require_safe
def exchange(_request: HttpRequest, token: str) -> HttpResponse:
    return http.exchange(Invitation, token, page="invitation")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask before anything happens: programs that look into mails open every link they see."""
    invitation = Invitation.objects.opened_by(carried(request), "organisation", pk=pk)
    if invitation.purpose != Invitation.Purpose.MEMBER:
        return consents.answer(request, invitation)
    if request.method != "POST":
        invitation.count_opening()
        response = render(request, "organisations/invitation.html", {"invitation": invitation, "path": request.path})
        keep_quiet(response, has_form=True)
        return response
    try:
        match request.POST.get("answer"):
            case "accept" if request.user.is_authenticated:
                people.accept(invitation=invitation, by=me(request))
                messages.success(request, _("You now belong to “%(name)s”.") % {"name": invitation.organisation})
                return redirect("organisations:members", pk=invitation.organisation_id)
            case "decline":
                people.decline(invitation=invitation, by=me(request) if request.user.is_authenticated else None)
                messages.success(request, _("The invitation is declined."))
                return redirect("home")
            case _:
                return redirect("invitation", pk=invitation.pk)
    except InvitationOverError as error:
        raise Http404 from error

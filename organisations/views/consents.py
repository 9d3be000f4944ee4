"""The page on which an invitation to share, or to advise, is answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations import engagements
from organisations.consent_forms import AnswerAsClientForm, AnswerAsConsultancyForm
from organisations.engagements import TogetherError
from organisations.http import keep_quiet
from organisations.models import Engagement, Invitation
from organisations.models.invitations import InvitationOverError
from organisations.views.asking import me

UNPROCESSABLE = 422


def answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask before anything happens, and hear the answer."""
    if request.method == "POST" and request.POST.get("answer") == "decline":
        try:
            engagements.decline(invitation=invitation, by=me(request) if request.user.is_authenticated else None)
        except InvitationOverError as error:
            raise Http404 from error
        messages.success(request, _("The invitation is declined. Nothing is shared."))
        return redirect("home")
    data = request.POST if request.method == "POST" else None
    form: AnswerAsClientForm | AnswerAsConsultancyForm | None = None
    if request.user.is_authenticated and invitation.purpose == Invitation.Purpose.CLIENT:
        usual = {"name": invitation.name, "scope": Engagement.Scope.READ}
        form = AnswerAsClientForm(data, user=me(request), at_most=invitation.scope, initial=usual)
    elif request.user.is_authenticated:
        form = AnswerAsConsultancyForm(data, user=me(request))
    if request.method != "POST" or form is None:
        invitation.count_opening()
        return _show(request, invitation, form)
    if not form.is_valid():
        return _show(request, invitation, form)
    try:
        return _accepted(request, invitation, form)
    except InvitationOverError as error:
        raise Http404 from error
    except TogetherError:
        form.add_error(None, _("These two are client and consultancy already, or one and the same: choose another one"))
        return _show(request, invitation, form)


def _accepted(
    request: HttpRequest, invitation: Invitation, form: AnswerAsClientForm | AnswerAsConsultancyForm
) -> HttpResponse:
    if isinstance(form, AnswerAsClientForm):
        scope = Engagement.Scope(form.cleaned_data["scope"])
        engagement = engagements.accept_as_client(
            invitation=invitation, client=form.client, scope=scope, by=me(request)
        )
        messages.success(request, _("“%(name)s” is let in.") % {"name": engagement.consultancy})
        return redirect("organisations:consultants", pk=engagement.client_id)
    consultancy = form.owned[form.cleaned_data["consultancy"]]
    engagement = engagements.accept_as_consultancy(invitation=invitation, consultancy=consultancy, by=me(request))
    messages.success(request, _("“%(name)s” is your client now.") % {"name": engagement.client})
    return redirect("consulting:client", client=engagement.client_id)


def _show(
    request: HttpRequest, invitation: Invitation, form: AnswerAsClientForm | AnswerAsConsultancyForm | None
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "form": form,
        "path": request.path,
        "is_client": invitation.purpose == Invitation.Purpose.CLIENT,
        "may_answer": invitation.scope == Engagement.Scope.ANSWER,
        "has_no_firm": isinstance(form, AnswerAsConsultancyForm) and not form.owned,
    }
    status = UNPROCESSABLE if form is not None and form.errors else None
    response = render(request, "organisations/consent.html", context, status=status)
    keep_quiet(response, has_form=True)
    return response

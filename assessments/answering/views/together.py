"""Who answers which step: the page that hands steps over, and the word that all is ready."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from assessments.answering import together
from assessments.answering.forms.together import HandOverForm
from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.models import Assessment, Assignment
from organisations import people
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Membership, Organisation
from organisations.views.asking import me

UNPROCESSABLE = 422

private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def hands(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who has which step, and hand one over."""
    ours = Assessment.objects.drafts().filter(organisation__in=Organisation.objects.joined_by(request.user))
    assessment = get_object_or_404(ours.select_related("organisation", "questionnaire"), pk=pk)
    if request.method != "POST":
        return _show(request, assessment, _form(request, assessment))
    do = request.POST.get("do", "")
    if do in {"done", "open", "take_back"}:
        step = _step(assessment, request.POST.get("step", ""))
        if do == "take_back":
            together.take_back(assessment=assessment, step=step)
        else:
            together.mark(assessment=assessment, step=step, is_done=do == "done")
        return redirect("assessments:together", pk=pk)
    form = _form(request, assessment)
    if form.is_valid():
        try:
            _hand_over(request, assessment, form)
        except TooOftenError as error:
            form.add_error(None, str(error))
            return too_often(_show(request, assessment, form), error)
        else:
            return redirect("assessments:together", pk=pk)
    return _show(request, assessment, form)


@require_POST
@private
def ready(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell the owners of a client that a consultant has filled its answers in."""
    theirs = Assessment.objects.drafts().open_to(request.user, "")
    filled = theirs.filter(organisation__in=Organisation.objects.advised_by(request.user))
    assessment = get_object_or_404(filled.select_related("organisation"), pk=pk)
    address = request.build_absolute_uri(reverse("assessments:check", args=(pk,)))
    together.tell_owners(assessment=assessment, by=me(request), address=address)
    messages.success(request, _("The owner is told by mail that it is ready to be submitted."))
    return redirect("assessments:check", pk=pk)


def hands_of(request: HttpRequest, sheet: Sheet) -> list[dict[str, Any]]:
    """List the steps with who has each."""
    rows = Assignment.objects.filter(assessment=sheet.assessment).select_related("user", "invitation__answered_by")
    by_step = {row.step: row for row in rows}
    hands = []
    for link in pages.step_links(sheet):
        row = by_step.get(link["slug"])
        person = row.person if row else None
        invited = row.invitation.email if row and row.invitation else ""
        hands.append(
            link
            | {
                "who": str(person) if person else invited,
                "is_waiting": bool(invited) and person is None,
                "is_mine": person is not None and person == request.user,
                "is_done": row is not None and row.done_at is not None,
            }
        )
    return hands


def may_hand_over(request: HttpRequest, assessment: Assessment) -> bool:
    return Organisation.objects.joined_by(request.user).filter(assessments=assessment).exists()


def _form(request: HttpRequest, assessment: Assessment) -> HandOverForm:
    edition = Sheet(assessment).edition
    steps = tuple((step.slug, step.title) for step in edition.steps)
    owned = Organisation.objects.owned_by(request.user).filter(assessments=assessment).exists()
    data = request.POST if request.method == "POST" else None
    organisation = _of(assessment)
    return HandOverForm(data, organisation=organisation, steps=steps, may_invite=owned)


def _of(assessment: Assessment) -> Organisation:
    if assessment.organisation is None:
        raise ValueError("only an organisation's assessment has colleagues")
    return assessment.organisation


def _show(request: HttpRequest, assessment: Assessment, form: HandOverForm) -> HttpResponse:
    context = {"assessment": assessment, "hands": hands_of(request, Sheet(assessment)), "form": form}
    status = UNPROCESSABLE if form.errors else None
    return render(request, "assessments/together.html", context, status=status)


def _hand_over(request: HttpRequest, assessment: Assessment, form: HandOverForm) -> None:
    data = form.cleaned_data
    step, to = _step(assessment, data["step"]), data.get("person")
    if not to:
        organisation = _of(assessment)
        waiting = organisation.invitations.live().joining().filter(email__iexact=data["email"]).first()
        to = waiting or people.invite(
            organisation=organisation,
            email=data["email"],
            role=Membership.Role.MEMBER,
            by=me(request),
            addressed=lambda token: request.build_absolute_uri(reverse("invitation_token", args=(token,))),
        )
    path = reverse("assessments:step", args=(assessment.pk, step))
    together.hand_over(
        assessment=assessment, step=step, to=to, by=me(request), address=request.build_absolute_uri(path)
    )


def _step(assessment: Assessment, slug: str) -> str:
    if slug not in Sheet(assessment).edition.step_by_slug:
        raise Http404
    return slug

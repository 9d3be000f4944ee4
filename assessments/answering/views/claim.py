"""Keeping in an account what was begun without one."""

from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import OwnedForm
from assessments.answering.holder import give_token, holder_hash
from assessments.models import Assessment
from organisations.limits import Limit
from organisations.models import User

CLAIMS: Final = Limit("claims by an account", times=settings.CLAIMS_PER_HOUR, within=timedelta(hours=1))


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for both: the account, by being signed in, and the browser's token."""
    user = cast("User", request.user)
    holder = holder_hash(request)
    if Assessment.objects.visible_to(user).filter(pk=pk).exists():
        return redirect("assessments:hub", pk=pk)
    assessment = get_object_or_404(Assessment.objects.held_by(holder), pk=pk)
    form = OwnedForm(
        request.POST if request.method == "POST" else None, user=user, initial={"name": assessment.company}
    )
    if form.is_valid():
        CLAIMS.spend(user.pk)
        address = request.build_absolute_uri(reverse("recommendations:of_assessment", args=(pk,)))
        try:
            token = services.claim(
                assessment=assessment, holder=holder, user=user, keep_in=form.keep_in, address=address
            )
        except services.TakenError:
            # Whoever else claimed it, this visitor now sees what everybody else sees.
            return redirect("assessments:claim", pk=pk)
        request.session.cycle_key()
        messages.success(request, _("Kept in your account. You can open it on any device now."))
        response = redirect("assessments:hub", pk=pk)
        give_token(response, token)
        return response
    context = {"assessment": assessment, "form": form, "choices": form.rows, "email": user.email}
    return render(request, "assessments/claim.html", context)

"""Going on elsewhere without an account: the page that gives out links, and the way in for whoever has one."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.answering import resume as services
from assessments.answering.forms.resume import ResumeForm
from assessments.answering.holder import digest, give_token, holder_hash, trusted_token
from assessments.answering.views import pages
from assessments.models import Assessment, ResumeLink
from organisations import http
from organisations.http import carried, keep_quiet, sender, too_often
from organisations.limits import TooOftenError
from organisations.links import AlreadyMadeError, end


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a link by mail, or show one."""
    assessment = pages.opened(request, pk)
    if assessment.organisation_id is not None:
        return redirect("assessments:hub", pk=pk)
    if request.method != "POST":
        return _show(request, assessment, ResumeForm())
    form = ResumeForm(request.POST if "email" in request.POST else {"email": ""})
    try:
        if "link" in request.POST:
            return _made(request, assessment)
        if not form.is_valid():
            return _show(request, assessment, form)
        to = form.cleaned_data["email"]
        services.post(assessment=assessment, to=to, sender=sender(request), address_of=_addresses(request))
    except TooOftenError as error:
        form.full_clean()
        form.errors.clear()
        form.add_error(None, str(error))
        return too_often(_show(request, assessment, form), error)
    messages.success(request, _("The link is on its way to %(address)s.") % {"address": to})
    return redirect("assessments:resume", pk=pk)


@login_not_required
@require_POST
def stop(request: HttpRequest, pk: UUID, link: UUID) -> HttpResponse:
    assessment = pages.opened(request, pk)
    services.stop(link=get_object_or_404(assessment.resume_links, pk=link))
    messages.success(request, _("The link is stopped. Browsers that came in by it are out."))
    return redirect("assessments:resume", pk=pk)


@login_not_required
@require_safe
def exchange(_request: HttpRequest, token: str) -> HttpResponse:
    return http.exchange(ResumeLink, token, page="assessments:resume_here", assessment__organisation=None)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask before a browser is let in: programs that look into mails open every link they see."""
    link = ResumeLink.objects.opened_by(carried(request), "assessment", pk=pk, assessment__organisation=None)
    if Assessment.objects.open_to(request.user, holder_hash(request)).filter(pk=link.assessment_id).exists():
        return redirect("assessments:hub", pk=link.assessment_id)
    if request.method == "POST":
        token = trusted_token(request)
        try:
            services.let_in(link=link, holder=digest(token))
        except services.GoneError as error:
            raise Http404 from error
        response = redirect("assessments:hub", pk=link.assessment_id)
        give_token(response, token)
        return response
    page = render(request, "assessments/resume_here.html", {"assessment": link.assessment})
    keep_quiet(page, has_form=True)
    return page


def _made(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Make the link that the page was drawn for; loading the page again makes no second one."""
    try:
        pk = UUID(request.POST["link"])
    except ValueError as error:
        raise Http404 from error
    try:
        _link, token = services.make(assessment=assessment, pk=pk)
    except AlreadyMadeError:
        messages.info(request, _("A link is shown once only. Make another one if you did not copy it."))
        return redirect("assessments:resume", pk=assessment.pk)
    return _show(request, assessment, ResumeForm(), address=_addresses(request)(token))


def _addresses(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("assessments:resume_token", args=(token,)))


def _show(request: HttpRequest, assessment: Assessment, form: ResumeForm, *, address: str = "") -> HttpResponse:
    context = {
        "assessment": assessment,
        "form": form,
        "address": address,
        "until": end(days=services.DAYS, until=assessment.kept_until()),
        "links": assessment.resume_links.live(),
        "next": uuid4(),
    }
    return render(request, "assessments/resume.html", context)

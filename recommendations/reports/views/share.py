"""Sharing a report: the page of its links for those who may open it, and the way in for readers."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.answering.holder import holder_hash
from organisations import http
from organisations.http import carried, carry, keep_quiet, too_often
from organisations.limits import TooOftenError
from organisations.links import AlreadyMadeError, end
from recommendations.models import Report, ShareLink
from recommendations.reports import sharing
from recommendations.reports.actions import list_actions
from recommendations.reports.forms import PasscodeForm, ShareForm
from recommendations.reports.reviews import reviews
from recommendations.reports.sharing import Terms
from recommendations.reports.views.report import content_of, in_language

PASSED: Final = "passcode"
SIGNER: Final = Signer(salt="recommendations.reports.views.share")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List a report's links, and make one."""
    report = _opened(request, pk)
    if request.method != "POST":
        return _show(request, report, ShareForm(initial={"link": uuid4()}, may_mail=_may_mail(request)))
    form = ShareForm(request.POST, may_mail=_may_mail(request))
    if not form.is_valid():
        return _show(request, report, form)
    try:
        return _made(request, report, form)
    except AlreadyMadeError:
        messages.info(request, _("An address is shown once only. Make another link if you did not copy it."))
        return redirect("recommendations:share", pk=pk)
    except TooOftenError as error:
        form.add_error(None, str(error))
        return too_often(_show(request, report, form), error)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a reader will get on the terms ticked so far; nothing is made."""
    report = _opened(request, pk)
    if request.method != "POST":
        return redirect("recommendations:share", pk=pk)
    form = ShareForm(request.POST, may_mail=_may_mail(request))
    form.is_valid()
    until = end(days=form.cleaned_data.get("days", sharing.DAYS), until=report.assessment.kept_until())
    return _read(request, report, form.terms, until=until, is_preview=True)


@login_not_required
@require_POST
def stop(request: HttpRequest, pk: UUID, link: UUID) -> HttpResponse:
    report = _opened(request, pk)
    sharing.stop(link=get_object_or_404(report.share_links, pk=link))
    messages.success(request, _("The link is stopped. Nobody reads the report by it any more."))
    return redirect("recommendations:share", pk=pk)


@login_not_required
@require_safe
def exchange(_request: HttpRequest, token: str) -> HttpResponse:
    return http.exchange(ShareLink, token, page="recommendations:shared")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a report to whoever has its link, and its passcode where it has one."""
    link = ShareLink.objects.opened_by(carried(request), "report", pk=pk)
    if link.passcode and not _has_passed(request, link):
        return _ask(request, link)
    if request.method == "POST":
        return redirect("recommendations:shared", pk=pk)
    if request.method == "GET" and not link.count_opening():
        raise Http404
    return _read(request, link.report, Terms.of(link), until=link.expires_at)


def _opened(request: HttpRequest, pk: UUID) -> Report:
    opened = Report.objects.kept_by(request.user, holder_hash(request))
    return get_object_or_404(opened.select_related("assessment__organisation"), pk=pk)


def _may_mail(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _made(request: HttpRequest, report: Report, form: ShareForm) -> HttpResponse:
    sent = form.cleaned_data
    maker = request.user if request.user.is_authenticated else None
    to = sent.get("email", "")
    if to and maker:
        sharing.may_tell(sender=maker, to=to)
    link, token = sharing.share(
        report=report,
        terms=form.terms,
        days=sent["days"],
        label=sent["label"],
        passcode=sent["passcode"],
        made_by=maker,
        pk=sent["link"],
    )
    address = request.build_absolute_uri(reverse("recommendations:shared_token", args=(token,)))
    if to and maker:
        sharing.tell_reader(link=link, address=address, to=to, sender=maker)
    fresh = ShareForm(initial={"link": uuid4()}, may_mail=maker is not None)
    return _show(request, report, fresh, made=link, address=address, to=to)


def _show(request: HttpRequest, report: Report, form: ShareForm, **made: Any) -> HttpResponse:
    all_links = sharing.links_of(report)
    context = {
        "report": report,
        "form": form,
        "live": [line for line in all_links if line.link.is_live],
        "over": [line for line in all_links if not line.link.is_live],
        "kept_until": report.assessment.kept_until(),
        **made,
    }
    return render(request, "recommendations/share/links.html", context)


def _ask(request: HttpRequest, link: ShareLink) -> HttpResponse:
    form = PasscodeForm(request.POST if request.method == "POST" else None)
    refused = None
    if form.is_valid():
        try:
            if sharing.unlock(link=link, passcode=form.cleaned_data["passcode"]):
                path = reverse("recommendations:shared", args=(link.pk,))
                opened = redirect(path)
                carry(opened, SIGNER.sign(str(link.pk)), path=path, what=PASSED)
                keep_quiet(opened)
                return opened
            form.add_error("passcode", _("That is not the passcode: check it with whoever shared the report"))
        except TooOftenError as error:
            form.add_error(None, str(error))
            refused = error
    response = render(request, "recommendations/share/passcode.html", {"form": form})
    keep_quiet(response, has_form=True)
    return too_often(response, refused) if refused else response


def _has_passed(request: HttpRequest, link: ShareLink) -> bool:
    try:
        return SIGNER.unsign(carried(request, what=PASSED)) == str(link.pk)
    except BadSignature:
        return False


def _read(
    request: HttpRequest, report: Report, terms: Terms, *, until: datetime, is_preview: bool = False
) -> HttpResponse:
    with translation.override(report.language):
        content = sharing.content_for_readers(report, terms)
        actions = list_actions(report, without_owners=terms.without_names)
        context = {
            **content_of(request, report, content["page"], actions),
            "data": content,
            "left_out": terms.left_out,
            "until": until,
            "adjustments": reviews().adjustments(report, without_names=terms.without_names),
            "additions": sharing.additions_for_readers(report, terms),
            "is_preview": is_preview,
            "again_url": "",
        }
        response = in_language(render(request, "recommendations/share/report.html", context), report)
    keep_quiet(response)
    return response

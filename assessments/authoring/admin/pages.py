"""What the admin's own pages of an edition share: finding it, and what stands around them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessments.authoring.admin.desk import desk
from assessments.models import Questionnaire


def opened(request: HttpRequest, pk: int) -> Questionnaire:
    """Find an edition for somebody who may look at editions."""
    may_look = (request.user.has_perm(f"assessments.{act}_questionnaire") for act in ("view", "change"))
    if not any(may_look):
        raise PermissionDenied
    return get_object_or_404(Questionnaire, pk=pk)


def may_change(request: HttpRequest, edition: Questionnaire, model: str) -> bool:
    """Whether this person may change rows of this kind, in an edition that can still be changed."""
    return edition.is_draft and request.user.has_perm(f"assessments.change_{model}")


def context(site: Any, request: HttpRequest, edition: Questionnaire, *, tab: str, title: str) -> dict[str, Any]:
    return {
        **site.each_context(request),
        "opts": Questionnaire._meta,
        "desk": desk(edition, tab=tab),
        "edition": edition,
        "title": title,
        "is_nav_sidebar_enabled": False,
    }

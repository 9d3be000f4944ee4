"""Everything an organisation has here, for its owners to take along."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from organisations.audit import note
from organisations.limits import Limit
from organisations.models import Organisation
from organisations.views.asking import me, prove_it_is_you
from recommendations.reports.exports import archive as exports
from recommendations.reports.exports import disposition

ARCHIVES: Final = Limit("archives of an organisation", times=settings.ARCHIVES_PER_HOUR, within=timedelta(hours=1))


@require_POST
def archive(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    organisation = get_object_or_404(Organisation.objects.owned_by(request.user), pk=pk)
    prove_it_is_you(request)
    ARCHIVES.spend(organisation.pk)
    note("archive_downloaded", by=me(request), organisation=organisation)
    named = disposition(company=organisation.name, reference=f"{timezone.localdate():%Y-%m-%d}", ending=".zip")
    return StreamingHttpResponse(
        exports.stream(organisation), content_type="application/zip", headers={"Content-Disposition": named}
    )

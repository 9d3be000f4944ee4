"""The addresses of the pages on which an edition is worked on as a whole."""

from functools import partial
from typing import Any

from django.urls import URLPattern, path

from assessments.admin import bulk, files, preview, search, told


def urls(site: Any) -> list[URLPattern]:
    views = {
        "weights": partial(bulk.weights, site=site),
        "catalogue": partial(bulk.catalogue, site=site),
        "search": partial(search.search, site=site),
        "preview": preview.preview,
    }
    pages = [
        path(f"<int:pk>/{name}/", site.admin_view(view), name=f"assessments_questionnaire_{name}")
        for name, view in views.items()
    ]
    return [*pages, *files.urls(site), *told.urls(site)]

"""The addresses of the pages on which an edition is worked on as a whole."""

from functools import partial
from typing import Any

from django.urls import URLPattern, path

from assessments.admin import bulk, preview, search


def urls(site: Any) -> list[URLPattern]:
    views = {
        "weights": partial(bulk.weights, site=site),
        "catalogue": partial(bulk.catalogue, site=site),
        "search": partial(search.search, site=site),
        "preview": preview.preview,
    }
    return [
        path(f"<int:pk>/{name}/", site.admin_view(view), name=f"assessments_questionnaire_{name}")
        for name, view in views.items()
    ]

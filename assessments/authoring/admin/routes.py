"""The addresses of the pages on which an edition is worked on as a whole."""

from functools import partial
from typing import Any

from django.urls import URLPattern, path

from assessments.authoring.admin import bulk, changes, comparison, files, preview, search, translations, wording


def urls(site: Any) -> list[URLPattern]:
    views = {
        "weights": partial(bulk.weights, site=site),
        "catalogue": partial(bulk.catalogue, site=site),
        "search": partial(search.search, site=site),
        "preview": preview.preview,
        "compare": partial(comparison.compare, site=site),
        "changes": partial(changes.changes, site=site),
    }
    pages = [
        path(f"<int:pk>/{name}/", site.admin_view(view), name=f"assessments_questionnaire_{name}")
        for name, view in views.items()
    ]
    reword = path(
        "<int:pk>/reword/<str:part>/",
        site.admin_view(partial(wording.reword_view, site=site)),
        name="assessments_questionnaire_reword",
    )
    restore = path(
        "<int:pk>/changes/<int:number>/restore/",
        site.admin_view(partial(changes.restore_view, site=site)),
        name="assessments_questionnaire_restore",
    )
    return [*pages, reword, restore, *files.urls(site), *translations.urls(site)]

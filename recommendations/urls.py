"""Addresses of this room."""

from django.urls import path

from recommendations.views import learn, report, submit, workspace

app_name = "recommendations"
urlpatterns = [
    path("assessments/<uuid:pk>/submit/", submit.submit, name="submit"),
    path("assessments/<uuid:pk>/report/", report.of_assessment, name="of_assessment"),
    path("reports/<uuid:pk>/", report.report, name="report"),
    path("reports/<uuid:pk>/actions/", report.action, name="action"),
    path("reports/<uuid:pk>/again/", submit.again, name="again"),
    path("sample/", report.sample, name="sample"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("models/", learn.models, name="models"),
    path("models/<slug:key>/", learn.model, name="model"),
    path("method/", learn.method, name="method"),
    path("glossary/", learn.glossary, name="glossary"),
]

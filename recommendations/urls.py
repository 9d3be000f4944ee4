"""Addresses of reports and of what explains them."""

from django.urls import path

from recommendations.beside.brief import views as brief
from recommendations.beside.costs import views as costs
from recommendations.beside.plan import views as plan
from recommendations.beside.scorecard import views as scorecard
from recommendations.learn import views as learn
from recommendations.reports.views import archive, compare, copies, history, report, share, submit, workspace

app_name = "recommendations"
urlpatterns = [
    path("assessments/<uuid:pk>/submit/", submit.submit, name="submit"),
    path("assessments/<uuid:pk>/report/", report.of_assessment, name="of_assessment"),
    path("reports/<uuid:pk>/", report.report, name="report"),
    path("reports/<uuid:pk>/report.pdf", copies.pdf, name="pdf"),
    path("reports/<uuid:pk>/report.json", copies.json, name="json"),
    path("reports/<uuid:pk>/report.csv", copies.csv, name="csv"),
    path("reports/<uuid:pk>/report.xlsx", copies.xlsx, name="xlsx"),
    path("reports/<uuid:pk>/report.docx", copies.docx, name="docx"),
    path("reports/<uuid:pk>/actions/", report.action, name="action"),
    path("reports/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("reports/<uuid:pk>/plan.ics", plan.calendar, name="calendar"),
    path("reports/<uuid:pk>/brief/", brief.first, name="brief_first"),
    path("reports/<uuid:pk>/brief/<slug:model>/", brief.brief, name="brief"),
    path("reports/<uuid:pk>/brief/<slug:model>/brief.docx", brief.word, name="brief_docx"),
    path("reports/<uuid:pk>/brief/<slug:model>/brief.pdf", brief.pdf, name="brief_pdf"),
    path("reports/<uuid:pk>/brief/<slug:model>/choices/", brief.choices, name="brief_choices"),
    path("reports/<uuid:pk>/brief/<slug:model>/parts/<slug:part>/", brief.part, name="brief_part"),
    path("reports/<uuid:pk>/costs/", costs.costs, name="costs"),
    path("reports/<uuid:pk>/scorecard/", scorecard.first, name="scorecard"),
    path("reports/<uuid:pk>/scorecard/<slug:model>/", scorecard.scorecard, name="scorecard_of"),
    path("reports/<uuid:pk>/scorecard/<slug:model>/scorecard.xlsx", scorecard.xlsx, name="scorecard_xlsx"),
    path("reports/<uuid:pk>/again/", submit.again, name="again"),
    path("reports/<uuid:pk>/share/", share.links, name="share"),
    path("reports/<uuid:pk>/share/preview/", share.preview, name="share_preview"),
    path("reports/<uuid:pk>/share/<uuid:link>/stop/", share.stop, name="share_stop"),
    path("compare/<uuid:before>/<uuid:after>/", compare.compare, name="compare"),
    path("compare/<uuid:before>/<uuid:after>/rescored/", compare.rescored, name="rescored"),
    path("organisations/<uuid:pk>/reports/", history.history, name="history"),
    path("account/organisations/<uuid:pk>/archive/", archive.archive, name="archive"),
    path("reports/", history.held, name="held"),
    path("shared/<str:token>/", share.exchange, name="shared_token"),
    path("shared/report/<uuid:pk>/", share.shared, name="shared"),
    path("sample/", report.sample, name="sample"),
    path("sample/brief/", brief.sample_first, name="sample_brief_first"),
    path("sample/brief/<slug:model>/", brief.sample, name="sample_brief"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("models/", learn.models, name="models"),
    path("models/<slug:key>/", learn.model, name="model"),
    path("method/", learn.method, name="method"),
    path("glossary/", learn.glossary, name="glossary"),
]

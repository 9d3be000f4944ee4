"""Addresses of the questionnaire."""

from django.urls import path

from assessments.answering.views import (
    check,
    claim,
    delete,
    functions,
    hub,
    move,
    questions,
    resume,
    second,
    start,
    step,
    together,
)

app_name = "assessments"
urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("questions/picture/", questions.drawn, name="picture"),
    path("assessments/", start.start, name="start"),
    path("assessments/<uuid:pk>/", hub.hub, name="hub"),
    path("assessments/<uuid:pk>/functions/", functions.choose_functions, name="functions"),
    path("assessments/<uuid:pk>/steps/<slug:slug>/", step.answer_step, name="step"),
    path("assessments/<uuid:pk>/check/", check.check_answers, name="check"),
    path("assessments/<uuid:pk>/together/", together.hands, name="together"),
    path("assessments/<uuid:pk>/second/", second.compare, name="second"),
    path("assessments/<uuid:pk>/ready/", together.ready, name="ready"),
    path("assessments/<uuid:pk>/move/", move.move, name="move"),
    path("assessments/<uuid:pk>/claim/", claim.claim, name="claim"),
    path("assessments/<uuid:pk>/delete/", delete.delete, name="delete"),
    path("assessments/<uuid:pk>/resume/", resume.links, name="resume"),
    path("assessments/<uuid:pk>/resume/<uuid:link>/stop/", resume.stop, name="resume_stop"),
    path("resume/<str:token>/", resume.exchange, name="resume_token"),
    path("resume/answers/<uuid:pk>/", resume.open_link, name="resume_here"),
]

"""Addresses of what only consultants do, and of their clients' answers to a review."""

from django.urls import path

from consulting.clients import views as clients
from consulting.insight import views as insight
from consulting.invitations import views as invitations
from consulting.reviews import views as reviews

app_name = "consulting"
urlpatterns = [
    path("reports/<uuid:pk>/comments/<uuid:comment>/", reviews.answer, name="answer_comment"),
    path("clients/", clients.clients, name="clients"),
    path("clients/clients.csv", clients.csv, name="clients_csv"),
    path("clients/clients.xlsx", clients.xlsx, name="clients_xlsx"),
    path("clients/filters/new/", clients.save_filter, name="save_filter"),
    path("clients/filters/<uuid:pk>/", clients.rename_filter, name="rename_filter"),
    path("clients/filters/<uuid:pk>/delete/", clients.delete_filter, name="delete_filter"),
    path("clients/invite/", invitations.invite, name="invite_client"),
    path("clients/invitations/", invitations.invitations, name="client_invitations"),
    path("clients/invitations/<uuid:pk>/again/", invitations.send_again, name="invite_again"),
    path("clients/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("clients/insight/", insight.overview, name="insight"),
    path("clients/<uuid:client>/", clients.client, name="client"),
    path("clients/<uuid:client>/review-day/", clients.plan_review, name="plan_review"),
    path("clients/<uuid:client>/end/", clients.end_engagement, name="end_engagement"),
    path("clients/<uuid:client>/reports/<uuid:pk>/", reviews.review, name="review"),
    path("clients/<uuid:client>/reports/<uuid:pk>/adjust/", reviews.adjust, name="review_adjust"),
    path("clients/<uuid:client>/reports/<uuid:pk>/comments/", reviews.comment, name="review_comment"),
    path("clients/<uuid:client>/reports/<uuid:pk>/comments/<uuid:comment>/", reviews.settle, name="review_settle"),
    path("clients/<uuid:client>/reports/<uuid:pk>/notes/", reviews.note, name="review_note"),
    path(
        "clients/<uuid:client>/reports/<uuid:pk>/notes/<uuid:note>/remove/",
        reviews.remove_note,
        name="review_note_remove",
    ),
    path("clients/<uuid:client>/reports/<uuid:pk>/reviewer/", reviews.reviewer, name="review_reviewer"),
    path("clients/<uuid:client>/reports/<uuid:pk>/state/", reviews.state, name="review_state"),
]

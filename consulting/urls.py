"""Addresses of what only consultants do, and of their clients' answers to a review."""

from django.urls import path

from consulting.clients.views import client, clients, saved_filters
from consulting.insight import views as insight
from consulting.invitations import views as invitations
from consulting.reviews.views import review, reviewed

app_name = "consulting"
urlpatterns = [
    path("reports/<uuid:pk>/comments/<uuid:comment>/", reviewed.answer, name="answer_comment"),
    path("clients/", clients.clients, name="clients"),
    path("clients/clients.csv", clients.csv, name="clients_csv"),
    path("clients/clients.xlsx", clients.xlsx, name="clients_xlsx"),
    path("clients/filters/new/", saved_filters.add, name="save_filter"),
    path("clients/filters/<uuid:pk>/", saved_filters.rename, name="rename_filter"),
    path("clients/filters/<uuid:pk>/delete/", saved_filters.delete, name="delete_filter"),
    path("clients/invite/", invitations.invite, name="invite_client"),
    path("clients/invitations/", invitations.invitations, name="client_invitations"),
    path("clients/invitations/<uuid:pk>/again/", invitations.again, name="invite_again"),
    path("clients/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("clients/insight/", insight.overview, name="insight"),
    path("clients/<uuid:client>/", client.client, name="client"),
    path("clients/<uuid:client>/review-day/", client.plan, name="plan_review"),
    path("clients/<uuid:client>/end/", client.end, name="end_engagement"),
    path("clients/<uuid:client>/reports/<uuid:pk>/", review.review, name="review"),
    path("clients/<uuid:client>/reports/<uuid:pk>/adjust/", review.adjust, name="review_adjust"),
    path("clients/<uuid:client>/reports/<uuid:pk>/comments/", review.comment, name="review_comment"),
    path("clients/<uuid:client>/reports/<uuid:pk>/comments/<uuid:comment>/", review.settle, name="review_settle"),
    path("clients/<uuid:client>/reports/<uuid:pk>/notes/", review.note, name="review_note"),
    path(
        "clients/<uuid:client>/reports/<uuid:pk>/notes/<uuid:note>/remove/",
        review.remove_note,
        name="review_note_remove",
    ),
    path("clients/<uuid:client>/reports/<uuid:pk>/reviewer/", review.reviewer, name="review_reviewer"),
    path("clients/<uuid:client>/reports/<uuid:pk>/state/", review.state, name="review_state"),
]

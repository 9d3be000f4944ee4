"""Addresses of a person's own account and organisations."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("name/", views.change_name, name="name"),
    path("organisations/new/", views.new_organisation, name="new"),
    path("organisations/<uuid:pk>/", views.rename_organisation, name="rename"),
]

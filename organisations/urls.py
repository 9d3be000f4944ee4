"""Addresses of a person's own account."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.profile, name="profile"),
]

"""The map of addresses."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("assessments.urls")),
    path("", include("recommendations.urls")),
    path("account/", include("organisations.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

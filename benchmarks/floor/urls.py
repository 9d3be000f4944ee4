"""The floor's addresses."""

from django.urls import path

from benchmarks.floor import views

urlpatterns = [
    path("steps/<int:pk>/", views.step),
    path("reports/<int:pk>/", views.report),
    path("sheets/", views.sheets),
]

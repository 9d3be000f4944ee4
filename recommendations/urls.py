"""Addresses of this room."""

from django.urls import path

from recommendations.views import learn

app_name = "recommendations"
urlpatterns = [
    path("models/", learn.models, name="models"),
    path("models/<slug:key>/", learn.model, name="model"),
    path("method/", learn.method, name="method"),
    path("glossary/", learn.glossary, name="glossary"),
]

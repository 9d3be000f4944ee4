"""The map of addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health, metrics, views
from organisations.views import account, invitations

# The admin's own sign-in knows no limits and no second factor; allauth's has both.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("arrive/", views.arrive, name="arrive"),
    path("privacy/", views.privacy, name="privacy"),
    path("", include("assessments.urls")),
    path("", include("recommendations.urls")),
    path("", include("consulting.urls")),
    path("account/", include("organisations.urls")),
    path("accounts/sessions/", account.sessions, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("invitations/<uuid:pk>/", invitations.answer, name="invitation"),
    path("invitations/<str:token>/", invitations.exchange, name="invitation_token"),
    path("language/", views.language, name="language"),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("metrics", metrics.metrics, name="metrics"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_often"
handler500 = "config.errors.server_error"

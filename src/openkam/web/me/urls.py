"""The addresses of what a user sets for himself."""

from django.urls import path

from openkam.web.me.second_factor_views import confirmation, removal, second_factor
from openkam.web.me.views import language, me, name, other_sessions, password, session, theme

app_name = "me"
urlpatterns = [
    path("me/", me, name="me"),
    path("me/name/", name, name="name"),
    path("me/language/", language, name="language"),
    path("me/theme/", theme, name="theme"),
    path("me/password/", password, name="password"),
    path("me/sessions/others/", other_sessions, name="other_sessions"),
    path("me/sessions/<str:mark>/", session, name="session"),
    path("me/second-factor/", second_factor, name="second_factor"),
    path("me/second-factor/confirmation/", confirmation, name="confirmation"),
    path("me/second-factor/removal/", removal, name="removal"),
]

"""The addresses of what a user sets for himself."""

from django.urls import path

from openkam.web.me import second_factor_views, views

app_name = "me"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/name/", views.name, name="name"),
    path("me/language/", views.language, name="language"),
    path("me/theme/", views.theme, name="theme"),
    path("me/password/", views.password, name="password"),
    path("me/sessions/others/", views.other_sessions, name="other_sessions"),
    path("me/sessions/<str:mark>/", views.session, name="session"),
    path("me/second-factor/", second_factor_views.second_factor, name="second_factor"),
    path("me/second-factor/confirmation/", second_factor_views.confirmation, name="confirmation"),
    path("me/second-factor/removal/", second_factor_views.removal, name="removal"),
]

"""Addresses of the protection of people's data."""

from django.urls import path

from openkam.web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.search, name="search"),
    path("privacy/register/", views.register, name="register"),
    path("privacy/people/<int:pk>/", views.person, name="person"),
    path("privacy/people/<int:pk>/dossier/", views.dossier, name="dossier"),
    path("privacy/people/<int:pk>/hold/", views.hold, name="hold"),
    path("privacy/people/<int:pk>/erasure/", views.erasure, name="erasure"),
]

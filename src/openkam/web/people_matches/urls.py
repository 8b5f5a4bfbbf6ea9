"""The addresses of like people."""

from django.urls import path

from openkam.web.people_matches import views

app_name = "people_matches"
urlpatterns = [
    path("data/matches/people/", views.matches, name="matches"),
    path("data/matches/people/decision/", views.decision, name="decision"),
    path("data/matches/people/<int:pk>/undo/", views.undo, name="undo"),
]

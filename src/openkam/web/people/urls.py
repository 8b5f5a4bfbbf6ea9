"""The addresses of the map of people."""

from django.urls import path

from openkam.web.people import views

app_name = "people"
urlpatterns = [
    path("accounts/<int:pk>/people/", views.people, name="people"),
    path("accounts/<int:pk>/people/map.json", views.as_data, name="data"),
    path("accounts/<int:pk>/people/map.svg", views.as_drawing, name="drawing"),
    path("accounts/<int:pk>/people/places/", views.places, name="places"),
    path("accounts/<int:pk>/people/places/before/", views.places_before, name="places-before"),
    path("accounts/<int:pk>/people/line/", views.line, name="line"),
    path("accounts/<int:pk>/people/line/before/", views.line_before, name="line-before"),
    path("accounts/<int:pk>/people/person/", views.person, name="person"),
]

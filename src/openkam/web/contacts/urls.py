"""Addresses of the people at customers."""

from django.urls import path

from openkam.web.contacts import views

app_name = "contacts"
urlpatterns = [
    path("accounts/<int:pk>/people/new/", views.new, name="new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/notes/", views.note, name="note"),
    path("people/<int:pk>/seal/", views.seal, name="seal"),
]

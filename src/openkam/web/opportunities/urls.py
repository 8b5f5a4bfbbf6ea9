"""The addresses of opportunities."""

from django.urls import path

from openkam.web.opportunities import views

app_name = "opportunities"
urlpatterns = [
    path("accounts/<int:pk>/opportunities/", views.opportunities, name="opportunities"),
    path("opportunities/<int:pk>/", views.opportunity, name="opportunity"),
    path("opportunities/<int:pk>/notes/", views.note, name="note"),
]

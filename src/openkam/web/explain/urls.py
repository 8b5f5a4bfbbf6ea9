"""The addresses of explanations."""

from django.urls import path

from openkam.web.explain.views import explain, export

app_name = "explain"
urlpatterns = [
    path("explain/", explain, name="explain"),
    path("explain/rows.csv", export, name="rows"),
]

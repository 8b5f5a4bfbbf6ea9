"""The addresses of the list of red flags and of their limits."""

from django.urls import path

from openkam.web.flags import limit_views, views

app_name = "flags"
urlpatterns = [
    path("flags/", views.flags, name="flags"),
    path("flags/limits/", limit_views.limits, name="limits"),
    path("flags/limits/changes/", limit_views.changes, name="changes"),
]

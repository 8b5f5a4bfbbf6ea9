"""Every address of the browser door; a screen keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("openkam.web.home.urls")),
]

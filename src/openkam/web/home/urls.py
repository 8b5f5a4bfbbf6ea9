"""The address of the home page."""

from django.urls import path

from openkam.web.home.views import home

app_name = "home"
urlpatterns = [path("", home, name="home")]

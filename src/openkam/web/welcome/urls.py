"""The address of the first minute."""

from django.urls import path

from openkam.web.welcome.views import welcome

app_name = "welcome"
urlpatterns = [path("welcome/", welcome, name="welcome")]

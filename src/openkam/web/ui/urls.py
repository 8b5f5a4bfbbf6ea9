"""The address of the page of all components, for developers."""

from django.urls import path

from openkam.web.ui.views import gallery

app_name = "ui"
urlpatterns = [path("ui/", gallery, name="gallery")]

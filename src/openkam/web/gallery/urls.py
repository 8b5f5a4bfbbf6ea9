"""The address of the page of all components, for developers."""

from django.urls import path

from openkam.web.gallery.views import gallery

app_name = "gallery"
urlpatterns = [path("ui/", gallery, name="gallery")]

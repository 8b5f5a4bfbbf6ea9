"""The address of the list of rivals and of who is for them."""

from django.urls import path

from openkam.web.rivals import views

app_name = "rivals"
urlpatterns = [path("rivals/", views.rivals, name="rivals")]

"""The addresses of the grading screen."""

from django.urls import path

from openkam.web.grading.overview import views as overview

app_name = "grading"
urlpatterns = [
    path("grading/", overview.overview, name="grading"),
    path("grading/now/", overview.now, name="now"),
    path("grading/progress/", overview.progress, name="progress"),
]

"""The addresses of the import of people."""

from django.urls import path

from openkam.web.contacts_import import views

app_name = "contacts_import"
_BATCH = "data/people/imports/<slug:token>/"
urlpatterns = [
    path("data/people/", views.imports, name="imports"),
    path("data/people/imports/", views.begin, name="begin"),
    path("data/people/template/", views.template_file, name="template"),
    path(_BATCH, views.batch, name="batch"),
    path(f"{_BATCH}progress/", views.progress, name="progress"),
    path(f"{_BATCH}attempts/", views.attempts, name="attempts"),
    path(f"{_BATCH}columns/", views.columns, name="columns"),
    path(f"{_BATCH}publication/", views.publication, name="publication"),
    path(f"{_BATCH}cancellation/", views.cancellation, name="cancellation"),
    path(f"{_BATCH}rollback/", views.rollback, name="rollback"),
    path(f"{_BATCH}rejected/", views.rejected, name="rejected"),
]

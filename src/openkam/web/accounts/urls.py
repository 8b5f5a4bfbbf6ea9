"""The addresses of the accounts."""

from django.urls import path

from openkam.web.accounts import views
from openkam.web.accounts.assignment.views import assignment
from openkam.web.accounts.listing.exports import as_csv, as_workbook
from openkam.web.accounts.saved.views import removal, saved

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/export.csv", as_csv, name="csv"),
    path("accounts/export.xlsx", as_workbook, name="workbook"),
    path("accounts/assignment/", assignment, name="assignment"),
    path("accounts/views/", saved, name="views"),
    path("accounts/views/<int:pk>/removal/", removal, name="view_removal"),
]

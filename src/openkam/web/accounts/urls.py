"""The addresses of the accounts."""

from django.urls import path

from openkam.web.accounts import views
from openkam.web.accounts.assignment.views import assignment
from openkam.web.accounts.listing.exports import as_csv, as_workbook
from openkam.web.accounts.profile import views as profile
from openkam.web.accounts.saved.views import removal, saved

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/export.csv", as_csv, name="csv"),
    path("accounts/export.xlsx", as_workbook, name="workbook"),
    path("accounts/assignment/", assignment, name="assignment"),
    path("accounts/views/", saved, name="views"),
    path("accounts/views/<int:pk>/removal/", removal, name="view_removal"),
    path("accounts/<int:pk>/", profile.account, name="account"),
    path("accounts/<int:pk>/products/", profile.products, name="products"),
    path("accounts/<int:pk>/name/", profile.name, name="name"),
    path("accounts/<int:pk>/override/", profile.override, name="override"),
    path("accounts/<int:pk>/override/withdrawal/", profile.withdrawal, name="withdrawal"),
    path("accounts/<int:pk>/ratings/", profile.ratings, name="ratings"),
    path("accounts/<int:pk>/shares/", profile.shares, name="shares"),
    path("accounts/<int:pk>/shares/<int:share>/end/", profile.share_end, name="share_end"),
    path("accounts/<int:pk>/team/<int:member>/end/", profile.member_end, name="member_end"),
]

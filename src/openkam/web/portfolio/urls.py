"""The addresses of the portfolio."""

from django.urls import path

from openkam.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/accounts/", views.behind, name="accounts"),
    path("portfolio/concentration/", views.threads, name="concentration"),
]

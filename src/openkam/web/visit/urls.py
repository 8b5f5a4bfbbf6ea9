"""The addresses of preparing a visit and of answering red flags."""

from django.urls import path

from openkam.web.visit import answer_views, views

app_name = "visit"
urlpatterns = [
    path("accounts/<int:pk>/visit/", views.visit, name="visit"),
    path("accounts/<int:pk>/visit/count/", views.count, name="count"),
    path("accounts/<int:pk>/visit/acknowledgements/", answer_views.acknowledgement, name="acknowledgement"),
    path("accounts/<int:pk>/visit/counters/", answer_views.counter, name="counter"),
    path("accounts/<int:pk>/visit/answers/<int:answer>/withdrawal/", answer_views.withdrawal, name="withdrawal"),
    path("accounts/<int:pk>/visit/strengths/", answer_views.strengths, name="strengths"),
    path(
        "accounts/<int:pk>/visit/strengths/<int:strength>/withdrawal/", answer_views.strength_end, name="strength_end"
    ),
]

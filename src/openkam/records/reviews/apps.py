"""The room as Django knows it."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Answers to red flags."""

    name = "openkam.records.reviews"
    label = "reviews"

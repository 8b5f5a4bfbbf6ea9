"""The stored grades as Django knows them."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Published schemes, runs and grades."""

    name = "openkam.insight.grading"
    label = "grading"

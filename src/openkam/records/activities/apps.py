"""The room as Django knows it."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The development log."""

    name = "openkam.records.activities"
    label = "activities"

"""The room as Django knows it."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Objections."""

    name = "openkam.records.needs"
    label = "needs"

"""The room as Django knows it."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """Opportunities."""

    name = "openkam.records.opportunities"
    label = "opportunities"

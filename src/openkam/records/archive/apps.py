"""The room as Django knows it."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The archive of accounts."""

    name = "openkam.records.archive"
    label = "archive"

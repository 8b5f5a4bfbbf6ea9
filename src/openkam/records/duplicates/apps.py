"""Merges of people as Django knows them."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """Decisions about people who may be one."""

    name = "openkam.records.duplicates"
    label = "duplicates"

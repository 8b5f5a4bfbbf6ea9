"""The room as Django knows it."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """People at customers."""

    name = "openkam.records.contacts"
    label = "contacts"

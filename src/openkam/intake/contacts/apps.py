"""Imports of people as Django knows them."""

from django.apps import AppConfig


class ContactImportsConfig(AppConfig):
    """Imports of accounts, people and relations, and what each of them wrote."""

    name = "openkam.intake.contacts"
    label = "contact_imports"

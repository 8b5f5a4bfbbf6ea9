"""The accounts as Django knows them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, their codes, teams, ratings and overrides."""

    name = "openkam.records.accounts"
    label = "accounts"

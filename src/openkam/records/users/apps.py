"""The users as Django knows them."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Users, their roles, sessions and managers."""

    name = "openkam.records.users"
    label = "users"

"""The audit trail as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """One chain of lines an installation."""

    name = "openkam.core.audit"
    label = "audit"

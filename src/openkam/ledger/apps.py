"""The ledger as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Batches and the manifest of published files."""

    name = "openkam.ledger"
    label = "ledger"

"""Fixtures of the ledger's tests."""

from tests.installation import installation

__all__ = ["installation"]

"""Key account management for teams that sell to organisations."""

__version__ = "0.1.0"

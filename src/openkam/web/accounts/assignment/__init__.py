"""Giving many accounts to somebody at once."""

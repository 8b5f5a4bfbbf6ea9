"""The browser door, proved."""

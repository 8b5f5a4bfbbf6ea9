"""The browser door: a folder a screen, its pages beside its views."""

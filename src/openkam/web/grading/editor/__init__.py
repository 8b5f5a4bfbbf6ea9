"""Changing a scheme and seeing at once whom it moves."""

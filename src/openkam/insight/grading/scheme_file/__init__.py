"""Scheme files: read, checked, written."""

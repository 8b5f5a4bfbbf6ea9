"""Schemes with their versions, told in words and as a file."""

"""Data: what came in, and is it right."""

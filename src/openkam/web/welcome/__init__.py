"""The first minute of an installation: its first administrator."""

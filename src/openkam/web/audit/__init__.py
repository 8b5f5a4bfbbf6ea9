"""Who did what, and whether the trail is whole."""

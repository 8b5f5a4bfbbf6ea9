"""Writing, changing, removing an entry."""

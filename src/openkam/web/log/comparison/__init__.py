"""Two developments side by side."""

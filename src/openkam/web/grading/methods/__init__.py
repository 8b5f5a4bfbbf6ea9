"""Three methods side by side and where they disagree."""

"""Two gradings compared, and one put in force."""

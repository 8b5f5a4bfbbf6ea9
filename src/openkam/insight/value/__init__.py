"""Where profit comes from, how fragile that is, and what it will be."""

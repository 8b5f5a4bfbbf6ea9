"""What the facts mean: verdicts with evidence; it never changes a record."""

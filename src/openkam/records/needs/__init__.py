"""What customers object to and what became of it."""

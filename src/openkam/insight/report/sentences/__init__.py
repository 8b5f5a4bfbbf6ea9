"""What a report says in words: why an account stands where it stands, and what to see about the whole."""

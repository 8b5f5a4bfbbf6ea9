"""What people decided against the scheme, and what only they can tell."""

"""Who is key, by which scheme, and why."""

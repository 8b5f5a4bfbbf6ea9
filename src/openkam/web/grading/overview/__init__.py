"""Who is key, by which scheme, from which data."""

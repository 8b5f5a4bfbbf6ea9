"""Who is key, and by which scheme."""

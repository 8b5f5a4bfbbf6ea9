"""Who is key, by which rule, and what changes if the rule changes."""

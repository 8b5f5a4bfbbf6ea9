"""Which people at which accounts are for which rival."""

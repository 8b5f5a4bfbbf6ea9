"""The fields of an entry: what they offer, and what was typed."""

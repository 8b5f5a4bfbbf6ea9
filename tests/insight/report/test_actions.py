"""A ledger becomes a kept run: every grade with its evidence."""

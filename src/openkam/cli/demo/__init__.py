"""The demo company: a fictitious Chinese industrial supplier, the same for the same seed, at any size."""

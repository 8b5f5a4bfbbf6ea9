"""Accounts, people and relations come in by a sheet: columns proposed, rows tried, published, taken back."""

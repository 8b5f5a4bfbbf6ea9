"""Sheets of accounts, people and relations: read, tried without a change, published, taken back."""

"""Everything that happened at an account, the latest first."""

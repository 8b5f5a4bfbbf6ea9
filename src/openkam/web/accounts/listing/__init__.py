"""The list of accounts: what may be asked of it, what the viewer sees of it, and the answer."""

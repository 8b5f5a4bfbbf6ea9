"""What a viewer sees of the accounts, kept as columns in memory: lists, sums, flags and searches start from it."""

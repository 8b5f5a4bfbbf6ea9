"""The page of one account: what we know, what it is worth, what is wrong."""

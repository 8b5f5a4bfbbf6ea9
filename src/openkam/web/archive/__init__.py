"""The archive of one account: what is known, what it is, its group, its relation to us, its finances, its papers."""

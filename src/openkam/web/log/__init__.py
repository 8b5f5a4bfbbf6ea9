"""The log of an account: everything that happened, what was said, what comes next; and what two cases teach."""

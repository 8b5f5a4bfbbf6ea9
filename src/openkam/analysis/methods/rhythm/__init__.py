"""How an account buys, and what has changed."""

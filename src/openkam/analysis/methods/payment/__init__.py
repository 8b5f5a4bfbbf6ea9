"""Who owes what, since when, and how fast it is paid."""

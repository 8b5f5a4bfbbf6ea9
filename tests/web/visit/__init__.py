"""The page before a visit, and what is answered on it."""

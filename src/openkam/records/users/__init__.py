"""Who works here, as what, and who manages whom since when."""

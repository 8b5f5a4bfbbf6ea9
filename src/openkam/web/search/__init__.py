"""One box that finds accounts, people and screens."""

"""Purchase rhythms as random processes: who still buys, how often they will, and what an order is worth."""

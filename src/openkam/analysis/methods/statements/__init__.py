"""What a customer's own financial statements say of its health."""

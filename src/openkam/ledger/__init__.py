"""What customers bought, paid and cost us, kept as columns and published by a manifest."""

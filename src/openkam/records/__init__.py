"""What people wrote: relational facts, the only hand-written truth."""

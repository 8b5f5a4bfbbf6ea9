"""What happened between a customer and us: the development log."""

"""What a customer may buy from us next, who runs it and who decides about it."""

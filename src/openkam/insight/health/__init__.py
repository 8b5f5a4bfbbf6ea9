"""How safe our place at a customer is: red flags, coverage of its people, strength of relations."""

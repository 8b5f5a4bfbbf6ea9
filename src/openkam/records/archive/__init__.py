"""What we know of an account: facts, statements, documents, relation to us, fields of one's own."""

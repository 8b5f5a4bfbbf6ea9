"""Three teaching cases as data: a deal that stalled, a deal that was won, and the order Mrs Liao lost."""

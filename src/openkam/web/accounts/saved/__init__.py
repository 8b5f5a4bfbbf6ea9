"""Lists as somebody likes them: his own views and those kept for his team."""

"""The product as a person uses it: the real server, a real browser, the demo company."""

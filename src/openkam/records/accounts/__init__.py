"""The customer companies: who owns them, under which codes they are known, and what people decided about them."""

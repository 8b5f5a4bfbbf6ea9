"""The people at customers: where they work, their roles, what we think of them, who of us knows whom."""

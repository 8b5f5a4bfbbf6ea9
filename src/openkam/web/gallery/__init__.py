"""The page of all components, for developers: both languages and both themes side by side."""

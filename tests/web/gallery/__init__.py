"""The page of all components, proved."""

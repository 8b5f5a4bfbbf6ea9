"""Red flags over all accounts of a viewer, and from how much on they are raised."""

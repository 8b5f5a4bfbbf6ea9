"""Where a signed-in user lands."""

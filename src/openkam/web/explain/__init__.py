"""Every figure explains itself: formula, period, inputs, versions, and the rows behind it."""

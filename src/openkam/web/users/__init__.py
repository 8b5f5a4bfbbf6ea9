"""Who works here, as what, under whom."""

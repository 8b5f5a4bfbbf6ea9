"""What the red flags of an account were on a past day."""

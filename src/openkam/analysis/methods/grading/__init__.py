"""How a scheme turns measures into scores and tiers."""

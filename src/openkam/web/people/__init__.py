"""The map of the people of an account: who decides, who blocks, whom we have never met."""

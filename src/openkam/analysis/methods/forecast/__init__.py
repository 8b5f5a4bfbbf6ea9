"""What an account will be worth, by the rule that proved itself."""

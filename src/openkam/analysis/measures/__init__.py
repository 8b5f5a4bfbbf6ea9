"""What can be measured about an account: one file per class of indicator."""

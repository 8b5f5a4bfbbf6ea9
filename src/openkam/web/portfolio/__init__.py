"""Where the profit comes from and how fragile it is, for the accounts the viewer sees."""

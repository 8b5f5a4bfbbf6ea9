"""Where profit comes from and how much hangs on whom."""

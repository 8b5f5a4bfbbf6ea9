"""Files in: which columns they hold, which rows are usable, and what was set aside and why."""

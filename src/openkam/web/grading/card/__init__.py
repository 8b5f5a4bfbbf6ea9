"""The six criteria of a key account, one by one."""

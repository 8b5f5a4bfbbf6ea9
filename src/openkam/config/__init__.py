"""The switchboard: settings and addresses."""

"""Every chart: exact geometry, escaping, unknown, losses, one account and five thousand."""

"""`openkam serve`: the browser door and its job worker, started, watched and stopped together."""

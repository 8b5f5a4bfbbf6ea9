"""Files of every usual shape and kind of damage, read by the intake."""

"""The rights of people whose data we keep: the dossier, erasure, the legal hold, the register of what is kept."""

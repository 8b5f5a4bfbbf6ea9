"""For compliance: find a person, his dossier, a legal hold, erasure, and the register of what is kept."""

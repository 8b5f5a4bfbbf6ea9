"""What a reader is told: the answer, its figures and its sentences."""

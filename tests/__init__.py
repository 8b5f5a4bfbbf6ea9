"""Tests mirror src/openkam; tests/house guards the house, tests/bench measures."""

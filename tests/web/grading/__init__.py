"""The grading screen."""

"""Tests of the data screen."""

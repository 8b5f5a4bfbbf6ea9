"""Somebody at a customer: his page, and a form for somebody new."""

"""Outcomes: what a return to work is, under every definition at once."""

"""Clocks and codes of the privacy officer's work."""

"""Requests to partners, their clocks, and the answers."""

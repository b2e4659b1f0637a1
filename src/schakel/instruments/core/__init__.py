"""Decisions and values of the room; pure Python."""

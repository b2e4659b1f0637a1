"""The mandate of a guest; pure Python."""

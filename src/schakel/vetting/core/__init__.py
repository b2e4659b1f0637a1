"""The questions of the check and their rules; pure Python."""

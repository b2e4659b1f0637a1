"""The steps of an assurance; pure Python."""

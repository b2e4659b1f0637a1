"""The lists of fields, and what they leave of a record; pure Python."""

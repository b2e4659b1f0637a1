"""Who may lift which hold, and for how long; pure Python."""

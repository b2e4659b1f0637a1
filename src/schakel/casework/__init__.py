"""Reports, persons and threads."""

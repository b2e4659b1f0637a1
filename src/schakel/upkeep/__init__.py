"""Running a node: backup and restore, health, and what the security desk sees."""

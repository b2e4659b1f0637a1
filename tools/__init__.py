"""What the makers of the project need; nothing here runs on a node."""

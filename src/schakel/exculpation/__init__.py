"""What speaks for an accused: proposed by who finds it, decided by a prosecutor, kept meanwhile."""

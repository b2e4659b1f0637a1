"""Legal time limits: when something must be done, and by whose calendar."""

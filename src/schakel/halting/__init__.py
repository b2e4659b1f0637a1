"""The page of stops: what already left, what is recalled, and what partners are told."""

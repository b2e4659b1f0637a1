"""What of a person leaves: the set of fields for this receiver, purpose and role."""

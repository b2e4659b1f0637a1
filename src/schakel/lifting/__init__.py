"""Lifting a hold of the gate: by a named other person, with a reason, for a time."""

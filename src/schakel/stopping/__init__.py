"""Stops: what somebody stopped, what the gate and the outbox make of it."""

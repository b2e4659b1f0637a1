"""Envelopes that travel by a courier, where no line goes."""

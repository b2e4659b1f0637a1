"""Envelopes to and from other nodes: outbox, inbox, receipts. Knows no case."""

"""Questions to the log: its lines, their place in the tree, and whether it is whole."""

from schakel.audit.queries.entries import find_place, get_entry, list_entries
from schakel.audit.queries.verifying import Verification, verify

__all__ = ["Verification", "find_place", "get_entry", "list_entries", "verify"]

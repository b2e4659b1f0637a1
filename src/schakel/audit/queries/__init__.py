"""Questions to the log: its lines, their place in the tree, its witnesses, whether it is whole."""

from schakel.audit.queries.entries import find_entry, find_place, get_entry, list_entries
from schakel.audit.queries.proving import (
    Proof,
    keys_of_witnesses,
    list_partner_logs,
    list_witnesses,
    own_origin,
    prove,
    with_witnesses,
)
from schakel.audit.queries.verifying import Verification, verify

__all__ = [
    "Proof",
    "Verification",
    "find_entry",
    "find_place",
    "get_entry",
    "keys_of_witnesses",
    "list_entries",
    "list_partner_logs",
    "list_witnesses",
    "own_origin",
    "prove",
    "verify",
    "with_witnesses",
]

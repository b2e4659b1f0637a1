"""Questions to the log: its lines, their place in the tree, its witnesses, whether it is whole."""

from schakel.audit.keys import handovers_told
from schakel.audit.queries.entries import (
    find_entry,
    find_place,
    get_entry,
    list_about,
    list_entries,
    list_sealed_after,
)
from schakel.audit.queries.glance import Glance, count_events, glance
from schakel.audit.queries.proving import (
    Proof,
    keys_of_witnesses,
    list_partner_logs,
    list_witnesses,
    newest_head,
    own_key,
    own_origin,
    prove,
    prove_under,
    with_witnesses,
)
from schakel.audit.queries.verifying import Verification, verify

__all__ = [
    "Glance",
    "Proof",
    "Verification",
    "count_events",
    "find_entry",
    "find_place",
    "get_entry",
    "glance",
    "handovers_told",
    "keys_of_witnesses",
    "list_about",
    "list_entries",
    "list_partner_logs",
    "list_sealed_after",
    "list_witnesses",
    "newest_head",
    "own_key",
    "own_origin",
    "prove",
    "prove_under",
    "verify",
    "with_witnesses",
]

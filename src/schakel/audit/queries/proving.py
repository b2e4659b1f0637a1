"""What proves to somebody else that a line stands in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from schakel.audit.keys import find_log_key, handovers_told
from schakel.audit.models import Checkpoint, Cosignature, LogEntry, PartnerLog, Witness
from schakel.audit.queries.entries import Place, find_place
from schakel.heads.core.anew import Beginning
from schakel.heads.core.shown import origin_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A line, its place under a signed head, and the head with the signatures of witnesses.

    `line` is the JSON object that is hashed after `salt` (hexadecimal), both empty when the
    content ended its retention; `head` is a signed note of C2SP; `key` is the newest of the log,
    and `keys` says how it followed the one that signed the head.
    """

    entry: str
    line: dict[str, Any] | None
    salt: str
    place: Place
    head: str
    key: str
    keys: list[dict[str, Any]]
    witnesses: dict[str, str]


def prove(entry: LogEntry) -> Proof | None:
    """Return the proof of a line, or None while no signed head covers it."""
    if entry.leaf_index is None:
        return None
    later = Checkpoint.objects.filter(size__gt=entry.leaf_index).order_by("size")
    cosigned = Cosignature.objects.filter(size__gt=entry.leaf_index).values("size")
    head = later.filter(size__in=cosigned).first() or later.first()
    place = find_place(entry, size=head.size) if head else None
    if head is None or place is None:
        return None
    return Proof(
        entry=str(entry.id),
        line=None if entry.is_erased else entry.to_entry().to_json(),
        salt=bytes(entry.salt).hex(),
        place=place,
        head=with_witnesses(head),
        key=own_key(),
        keys=handovers_told(),
        witnesses=keys_of_witnesses(head),
    )


def newest_head() -> Checkpoint | None:
    """Return the newest signed head, one that a witness cosigned if there is any."""
    heads = Checkpoint.objects.order_by("-size")
    seen = heads.filter(size__in=Cosignature.objects.values("size")).first()
    return seen or heads.first()


def prove_under(head: Checkpoint, entries: Iterable[LogEntry]) -> list[dict[str, Any]]:
    """Return the proofs of lines under one head, oldest first; later lines are left out."""
    found = []
    for entry in entries:
        if entry.leaf_index is None or entry.leaf_index >= head.size:
            continue
        place = find_place(entry, size=head.size)
        assert place is not None
        found.append(
            {
                "index": place.index,
                "line": None if entry.is_erased else entry.to_entry().to_json(),
                "salt": bytes(entry.salt).hex(),
                "leaf": place.leaf,
                "path": list(place.path),
            }
        )
    return sorted(found, key=lambda one: one["index"])


def own_key() -> str:
    """Return the public key of this node's log (hexadecimal), empty when it has none yet."""
    key = find_log_key()
    return key.public.hex() if key else ""


def with_witnesses(head: Checkpoint) -> str:
    """Return a signed head with the lines of the witnesses that saw it."""
    lines = Cosignature.objects.filter(size=head.size).order_by("witness")
    return str(head.note) + "".join(lines.values_list("line", flat=True))


def keys_of_witnesses(head: Checkpoint) -> dict[str, str]:
    """Return the key (hexadecimal) by which each witness cosigned a head, by node."""
    rows = Cosignature.objects.filter(size=head.size).order_by("witness")
    return {row.witness: bytes(row.public_key).hex() for row in rows}


def has_agreed(node: str, anew: Beginning) -> bool:
    """Tell whether a witness cosigned a head since this node's log began anew."""
    since = datetime.fromtimestamp(anew.at, UTC)
    return Cosignature.objects.filter(witness=node, at__gte=since).exists()


def list_witnesses() -> list[Witness]:
    """Return the partners as witnesses of this log, by node."""
    return list(Witness.objects.order_by("node"))


def list_partner_logs() -> list[PartnerLog]:
    """Return the partners' logs that this node witnesses, by node."""
    return list(PartnerLog.objects.order_by("node"))


def own_origin() -> str:
    """Return the name of this node's log."""
    return origin_of(settings.SCHAKEL_NODE.code)

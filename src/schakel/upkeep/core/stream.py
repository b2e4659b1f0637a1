"""What the security desk sees of the log: events and codes, nobody's name or number."""

from typing import Any

from schakel.audit.core.entry import Entry
from schakel.kernel.moments import to_wire

# Beside who came in or did not and what was set: what was held back, read and erased.
ALSO = frozenset(
    {"gate:hold", "gate:refuse", "original:refuse", "log:open", "log:erase", "original:download"}
)
# Facts that are codes or counts for every event; all others may point at a person or a case.
FACTS = frozenset({"by", "what", "role", "kind", "n", "below", "parts", "bytes", "problem"})


def is_for_security(event: str, *, is_control: bool) -> bool:
    """Tell whether the security desk gets this event.

    Args:
        event: `subject:verb`.
        is_control: Whether it is about access and settings.
    """
    return is_control or event in ALSO


def to_line(entry: Entry, *, node: str, index: int) -> dict[str, Any]:
    """Return one event for the stream.

    A person is `person`, without id: whoever must know who it was asks the privacy officer, who
    finds the line of the log by `entry`. Other nodes and this one keep their codes.

    Args:
        entry: The line of the log.
        node: Code of this node.
        index: Place of the line in the tree.
    """
    coded = entry.actor in {"", "node", "stranger"} or entry.actor.startswith("node:")
    return {
        "node": node,
        "entry": str(entry.id),
        "index": index,
        "at": to_wire(entry.at),
        "event": entry.event,
        "actor": entry.actor if coded else "person",
        "role": entry.actor_role,
        "unit": entry.unit,
        "recipient": entry.recipient,
        "facts": {name: value for name, value in sorted(entry.facts.items()) if name in FACTS},
    }

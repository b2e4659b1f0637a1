"""Write down what a courier took or brought, in the account and in the log."""

from datetime import datetime
from typing import Any

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.courier.models import Carriage


def allow(by: User | None) -> None:
    """Return when a person may deal with couriers; a command of the administrator may.

    Raises:
        NotAllowedError: The role may not.
    """
    if by is not None:
        require(by, Capability.CARRY)


def keep(*, event: str, by: User | None, now: datetime, **account: Any) -> Carriage:
    """Keep the account of one time, and write its line of the log."""
    kept = Carriage.objects.create(at=now, by_name=by.username if by else "", **account)
    line: dict[str, Any] = {
        "at": now,
        "event": event,
        "object_kind": "link",
        "object_id": kept.node,
        "recipient": kept.node,
        "facts": {
            "means": kept.means,
            "envelopes": kept.unknown + kept.known,
            "files": kept.files,
            "refused": len(kept.refused),
        },
    }
    _record(by, line)
    return kept


def note_refusal(code: str, *, means: str, by: User | None, now: datetime) -> None:
    """Write in the log that something was refused as a whole; who made it is not known."""
    facts = {"code": code, "means": means}
    _record(by, {"at": now, "event": "package:refuse", "object_kind": "link", "facts": facts})


def _record(by: User | None, line: dict[str, Any]) -> None:
    if by is None:
        record(actor="node", **line)
    else:
        record_deed(by=by, **line)

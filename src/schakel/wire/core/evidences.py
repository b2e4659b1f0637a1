"""Which stage an envelope is expected to reach next, and by when."""

from datetime import datetime, timedelta
from enum import StrEnum


class EvidenceStage(StrEnum):
    """The stages of a delivery, in their order.

    Source: ETSI EN 319 522-1 (registered electronic delivery), as the connector of e-CODEX uses
    it: submission, relay, delivery, retrieval, each with its time-out.
    """

    SUBMISSION = "submission"  # put into the outbox here, signed
    RELAY = "relay"  # the other node has it on disk: its receipt "accepted"
    DELIVERY = "delivery"  # it took effect there: its receipt "delivered"
    RETRIEVAL = "retrieval"  # a person there opened it: its receipt "opened"


EXPECTED = {
    "waiting": EvidenceStage.RELAY,
    "travelling": EvidenceStage.RELAY,
    "accepted": EvidenceStage.DELIVERY,
    "delivered": EvidenceStage.RETRIEVAL,
}
MISSED = {"expired": EvidenceStage.RELAY, "failed": EvidenceStage.DELIVERY}  # for good
WITHIN = {
    EvidenceStage.RELAY: timedelta(hours=24),
    EvidenceStage.DELIVERY: timedelta(hours=24),
    EvidenceStage.RETRIEVAL: timedelta(days=7),
}
QUIET = frozenset({"exchange.receipt", "exchange.void"})  # paper round a message; nobody waits


def lapses_at(state: str, *, kind: str, since: datetime) -> datetime | None:
    """Return when the next stage lapses, at once after a failure, or None when none is expected.

    Args:
        state: How far the envelope came.
        kind: Its kind.
        since: When it came so far.
    """
    if kind in QUIET:
        return None
    if state in MISSED:
        return since
    stage = EXPECTED.get(state)
    return since + WITHIN[stage] if stage else None

"""Make an evidence of failure when a stage of a delivery is not reached in time, and say so."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import notify
from schakel.accounts.queries import get_unit_or_desk
from schakel.audit.actions import record
from schakel.exchange.models import Evidence, Outgoing
from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import to_wire
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import EVIDENCE, sign
from schakel.wire.core.evidences import EXPECTED, MISSED, QUIET, EvidenceStage
from schakel.wire.core.kinds import places

AT_ONCE = 100  # evidences in one run
ELSEWHERE = "/exchange/"


def lapse(now: datetime) -> int:
    """Sign an evidence of failure for each stage that was not reached in time; return how many.

    The envelope goes on all the same: what is late is not lost. A later receipt stands beside it.
    """
    late = Outgoing.objects.filter(lapses_at__lte=now).order_by("lapses_at")
    ids = list(late.values_list("id", flat=True)[:AT_ONCE])
    for envelope_id in ids:
        with transaction.atomic():
            rows = Outgoing.objects.select_for_update().defer("sealed", "token")
            row = rows.filter(id=envelope_id, lapses_at__lte=now).first()
            if row is not None:
                _testify(row, now=now)
    return len(ids)


def _testify(row: Outgoing, *, now: datetime) -> None:
    stage, due = {**EXPECTED, **MISSED}.get(row.state), row.lapses_at
    row.lapses_at = None
    row.save(update_fields=["lapses_at"])
    if stage is None or due is None or row.kind in QUIET:
        return
    _, made = Evidence.objects.get_or_create(
        outgoing=row,
        stage=stage.value,
        defaults={"token": _sign(row, stage, due=due, now=now), "due_at": due, "at": now},
    )
    if made:
        record(
            at=now,
            event="envelope:lapse",
            actor="node",
            object_kind="envelope",
            object_id=str(row.id),
            recipient=row.link_id,
            facts={"stage": stage.value, "kind": row.kind, "problem": row.problem},
        )
    if made or row.state in MISSED:
        _tell(row, now=now)


def _sign(row: Outgoing, stage: EvidenceStage, *, due: datetime, now: datetime) -> str:
    said = {
        "envelope": str(row.id),
        "digest": row.digest,
        "from": settings.SCHAKEL_NODE.code,
        "to": row.link_id,
        "stage": stage.value,
        "outcome": "failed" if row.state in MISSED else "lapsed",
        "created": to_wire(row.created_at),
        "due": to_wire(due),
        "at": to_wire(now),
        "problem": row.problem,
    }
    return sign(said, key=signing_key(), typ=EVIDENCE)


def _tell(row: Outgoing, *, now: datetime) -> None:
    """Tell the desk of the unit that waits; a node without desks has nobody to tell."""
    try:
        unit = get_unit_or_desk(row.unit_code)
    except NotFoundError:
        return
    find_place = places.find("thread")
    path = (find_place(row.thread_id) if find_place else "") or ELSEWHERE
    kind = "delivery-failed" if row.state in MISSED else "delivery-late"
    notify(unit_code=unit.code, user_id=None, kind=kind, path=path, now=now)

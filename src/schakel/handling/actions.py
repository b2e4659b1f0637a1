"""The gate itself: the one place where a clearance is made."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.handling.core.alerts import ALERT, alert_case, is_alert_content
from schakel.handling.core.audience import shown_to
from schakel.handling.core.case import GateCase, HandlingCode
from schakel.handling.core.circumstances import Exchange, complete
from schakel.handling.core.decision import Cleared, Decision, Outcome
from schakel.handling.core.keeping import keep
from schakel.handling.core.lifts import find_lifts
from schakel.handling.core.table import ask
from schakel.handling.models import GateDecision
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import SchakelError

EVENTS = {
    Outcome.ALLOW: "gate:allow",
    Outcome.CONDITIONS: "gate:allow",
    Outcome.HOLD: "gate:hold",
    Outcome.REFUSE: "gate:refuse",
}
LEAVES = "gate:allow"
WHAT_IF = "what-if"
CONTROL_KINDS = frozenset(
    {
        "receipt",
        "link",
        "key",
        "log",
        "stop.told",
        "consent.withdraw",
        "item.recall",
        "item.restrict",
        "item.correct",
        "item.receipt",
        "item.disclosed",
        "subject.notice",
        "subject.receipt",
    }
)
LISTING_KINDS = frozenset({"log", "subject.notice"})  # a list of digests, or of ids
# An id, a code, a digest or a time: one word of at most 200 characters.
CONTROL_WORD = re.compile(r"[A-Za-z0-9._:+/=-]{0,200}")


class GateClosedError(SchakelError):
    """The gate holds or refuses; the decision with all reasons is in the log already.

    It carries the decision as everybody may see it: what is told, queued or written because of it
    must not depend on a protected ground.
    """

    code: ClassVar[str] = "handling.gate_closed"
    status: ClassVar[int] = 409

    def __init__(self, decision: Decision, decision_id: UUID) -> None:
        shown = shown_to(decision, grounds=frozenset())
        rules = ", ".join(reason.rule for reason in shown.reasons)
        super().__init__(f"{shown.outcome}: rules {rules}")
        self.decision = shown
        self.decision_id = decision_id


def clear(
    *,
    case: GateCase,
    item_kind: str,
    item_id: UUID,
    content: Mapping[str, Any],
    by: User | None,
    now: datetime,
    author: User | None = None,
) -> Cleared:
    """Return the proof that `content` may go to `case.receiver`.

    The decision and its log line are committed before anything is raised, so a refusal stays even
    when the caller's work is undone; therefore no transaction may be open. A hold of which somebody
    else lifted every row lets it through; `author` is who wrote it, when that is not `by`.

    Raises:
        GateClosedError: Held or refused, with every reason.
        RuntimeError: A transaction is open.
    """
    digest = sha256_hex(canonical_json(dict(content)))
    case = _complete(case, item_kind=item_kind, item_id=item_id, now=now)
    decision = ask(case)
    lifts = _lifts_of(decision, item_id, case=keep(case), now=now)
    stays = decision.outcome in {Outcome.HOLD, Outcome.REFUSE} and not lifts
    with transaction.atomic(durable=True):
        kept = GateDecision.objects.create(
            **_row_of(case, decision, by=by, now=now),
            item_kind=item_kind,
            item_id=item_id,
            content_sha256=digest,
            author=author,
            lifts=lifts or None,
        )
        _log(kept, EVENTS[decision.outcome] if stays else LEAVES, by=by, now=now)
    if stays:
        raise GateClosedError(decision, kept.id)
    return _proof(kept, codes=case.codes)


def clear_control(
    *, item_kind: str, item_id: UUID, receiver: str, content: Mapping[str, Any], now: datetime
) -> Cleared:
    """Return the proof for a control message: a closed set, holding ids, codes and times only.

    This rule never refuses: a receipt must always be possible.

    Raises:
        ValueError: The kind is not in the set, or the content holds more than ids, codes, times.
    """
    if item_kind not in CONTROL_KINDS:
        raise ValueError(f"{item_kind} is no control message")
    body = content.get("body", {})
    lists = item_kind in LISTING_KINDS
    if content.get("files") or not all(_is_control_value(v, lists=lists) for v in body.values()):
        raise ValueError("a control message holds ids, codes and times only")
    return Cleared(
        decision_id=item_id,
        item_kind=item_kind,
        item_id=item_id,
        receiver=receiver,
        content_sha256=sha256_hex(canonical_json(dict(content))),
        codes=frozenset(),
        conditions=(),
        cleared_at=now,
    )


def clear_danger_to_life(
    *, item_id: UUID, receiver: str, content: Mapping[str, Any], by: User, now: datetime
) -> Cleared:
    """Return the proof for an alert to a rescue centre: position, number and condition.

    This rule never refuses, so nothing else passes by it: no text, and so no name, nationality or
    place of departure. The caller logs it and has it reviewed.

    Raises:
        ValueError: The content is more than an alert.
    """
    if not is_alert_content(content):
        raise ValueError("an alert holds position, number and condition only")
    with transaction.atomic():
        kept = GateDecision.objects.create(
            **_row_of(alert_case(settings.SCHAKEL_NODE.country, receiver), ALERT, by=by, now=now),
            item_kind="alert",
            item_id=item_id,
            content_sha256=sha256_hex(canonical_json(dict(content))),
        )
        _log(kept, LEAVES, by=by, now=now)
    return _proof(kept)


def ask_what_if(
    *, case: GateCase, by: User, now: datetime, person_id: UUID | None = None
) -> tuple[Decision, UUID]:
    """Answer "what if"; logged like the real question, and nothing is cleared.

    `person_id` is the real person that it is about, if any: the caller limits that.

    Raises:
        NotAllowedError: The role may not ask the gate.
    """
    require(by, Capability.ASK_GATE)
    case = _complete(case, item_kind=WHAT_IF, item_id=None, now=now)
    decision = ask(case)
    with transaction.atomic():
        kept = GateDecision.objects.create(
            **_row_of(case, decision, by=by, now=now), item_kind=WHAT_IF, item_id=person_id
        )
        _log(kept, "gate:ask", by=by, now=now)
    return decision, kept.id


def _lifts_of(
    decision: Decision, item_id: UUID, *, case: Mapping[str, Any], now: datetime
) -> dict[str, str]:
    """Return the lift of each row that holds, or nothing when one row is left or one refuses."""
    if decision.outcome is not Outcome.HOLD:
        return {}
    held = {reason.rule for reason in decision.reasons if reason.outcome is Outcome.HOLD}
    lifted = find_lifts(item_id, case, now)
    return {rule: str(lifted[rule]) for rule in sorted(held)} if held <= lifted.keys() else {}


def _proof(kept: GateDecision, *, codes: Iterable[HandlingCode] = ()) -> Cleared:
    assert kept.item_id is not None
    return Cleared(
        decision_id=kept.id,
        item_kind=kept.item_kind,
        item_id=kept.item_id,
        receiver=kept.receiver,
        content_sha256=kept.content_sha256,
        codes=frozenset(code.value for code in codes),
        conditions=tuple(condition["code"] for condition in kept.conditions),
        cleared_at=kept.decided_at,
    )


def _complete(case: GateCase, *, item_kind: str, item_id: UUID | None, now: datetime) -> GateCase:
    """Return the case on the day of the node's clock, with what other rooms know of it."""
    day = now.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()
    dated = replace(case, on=case.on or day)
    return complete(Exchange(case=dated, item_kind=item_kind, item_id=item_id, at=now))


def _is_control_value(value: object, *, lists: bool = False) -> bool:
    if isinstance(value, str):
        return CONTROL_WORD.fullmatch(value) is not None
    if lists and isinstance(value, list):
        return all(isinstance(one, str) and _is_control_value(one) for one in value)
    return value is None or isinstance(value, int)


def _row_of(
    case: GateCase, decision: Decision, *, by: User | None, now: datetime
) -> dict[str, Any]:
    return {
        "receiver": case.receiver,
        "purpose": case.purpose.value,
        "case": keep(case),
        "outcome": decision.outcome.value,
        "reasons": [asdict(reason) for reason in decision.reasons],
        "conditions": [asdict(condition) for condition in decision.conditions],
        "table_version": decision.table_version,
        "asked_by": by,
        "unit": by.unit if by else None,
        "decided_at": now,
    }


def _log(kept: GateDecision, event: str, *, by: User | None, now: datetime) -> None:
    line: dict[str, Any] = {
        "at": now,
        "event": event,
        "object_kind": kept.item_kind,
        "object_id": str(kept.item_id or kept.id),
        "purpose": kept.purpose,
        "recipient": kept.receiver,
        "codes": kept.case["codes"],
        "decision_id": str(kept.id),
        "table_version": kept.table_version,
        "facts": {
            "outcome": kept.outcome,
            "rules": [reason["rule"] for reason in kept.reasons],
            **({"lifts": kept.lifts} if kept.lifts else {}),
        },
        "transfer_basis": kept.case.get("basis") or "",
        "fields_sent": kept.case.get("fields") or (),
        "content": kept.content_sha256,
    }
    if by is None:
        record(actor="node", **line)
    else:
        record_deed(by=by, **line)

"""Before a request leaves: is it complete, who sends it, what it says, what the gate says."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import User
from schakel.assistance import queries
from schakel.assistance.actions.steps import tell_people, tell_thread
from schakel.assistance.models import Request
from schakel.asylum.core.check import is_origin
from schakel.casework import queries as casework
from schakel.casework.core.threads import Direction
from schakel.handling.actions import GateClosedError, clear
from schakel.handling.core.case import Asylum, GateCase, Purpose, Regime
from schakel.handling.core.decision import Cleared, Outcome
from schakel.instruments.core.messages import RequestSent
from schakel.instruments.core.states import State
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.safeguards.queries import facts_about

FORM = (
    "asked purpose available_because connection urgency urgency_reason restrictions "
    "directly_accessible h3_confirmed not_origin no_asylum carrier carrier_reason"
).split()


class RequestIncompleteError(UnusableInputError):
    """The law wants more before this may be sent; `missing` names the fields."""

    code = "assistance.incomplete"

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__("still missing: " + ", ".join(self.missing))


def require_complete(request: Request) -> None:
    """Return when the request has what its law wants.

    Raises:
        RequestIncompleteError: With the fields that are missing.
    """
    values = {name: str(getattr(request, name) or "") for name in FORM}
    missing = [field.name for field in queries.instrument_of(request).missing(values)]
    prescribed = queries.instrument_of(request).carrier
    if request.carrier != prescribed and not request.carrier_reason.strip():
        missing.append("carrier_reason")
    if missing:
        raise RequestIncompleteError(missing)


def require_sendable(request: Request, *, by: User) -> None:
    """Return when `by` may send the request: another than its author, once, and complete."""
    if request.drafted_by_id == by.id:
        raise NotAllowedError("who drafted a request does not send it: somebody else checks it")
    if request.state != State.IN_REVIEW:
        raise ConflictError("the request was sent already, or not submitted yet")
    require_complete(request)


def message_of(request: Request, *, now: datetime) -> RequestSent:
    """Return what is said to the partner."""
    thread = casework.find_thread(request.thread_id)
    assert thread is not None
    assert request.authority is not None
    return RequestSent(
        request=request.id,
        reference=request.reference,
        thread_reference=thread.reference,
        title=queries.instrument_of(request).name,
        instrument=request.instrument,
        from_unit=request.handling_unit.code,
        to_unit=request.authority.unit_code,
        asked=request.asked,
        purpose=request.purpose,
        available_because=request.available_because,
        connection=request.connection,
        urgency=request.urgency,
        urgency_reason=request.urgency_reason,
        restrictions=request.restrictions,
        directly_accessible=request.directly_accessible,
        sent_at=now,
    )


def gate_case(request: Request, *, now: datetime) -> GateCase:
    """Return the case that the gate decides when this request is sent."""
    receiver = request.partner_country
    facts = casework.facts_of_report(request.report_id, at=now) if request.report_id else None
    known = facts.nationalities if facts else ()
    return GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        original_purpose=facts.purpose if facts else None,
        regime=facts.regime if facts else Regime.LED,
        originator=facts.originator if facts else None,
        codes=facts.codes if facts else frozenset(),
        h3_confirmed=request.h3_confirmed,
        subject=facts.subject if facts else None,
        minor=facts.minor if facts else False,
        necessity=request.connection,
        evaluated=facts.evaluated if facts else False,
        receiver_is_origin=is_origin(receiver, known, excluded=request.not_origin),
        asylum=(facts.asylum if facts else None) or (Asylum.NONE if request.no_asylum else None),
        facts=facts_about(
            receiver, purpose=Purpose.CRIME, at=now, authority=str(request.authority_id or "")
        ),
    )


def clear_request(
    request: Request, content: Mapping[str, Any], *, by: User, now: datetime
) -> Cleared:
    """Ask the gate; a shut gate becomes a leg of the thread and stays on the request."""
    try:
        return clear(
            case=gate_case(request, now=now),
            item_kind="request",
            item_id=request.id,
            content=content,
            by=by,
            now=now,
            author=request.drafted_by,
        )
    except GateClosedError as error:
        refused = error.decision.outcome is Outcome.REFUSE
        code = "request-refused-by-gate" if refused else "request-held-by-gate"
        with transaction.atomic():
            Request.objects.filter(id=request.id).update(decision_id=error.decision_id)
            args = {"receiver": request.partner_country}
            tell_thread(request, code, Direction.OWN, now=now, by=by, args=args)
            if refused:
                tell_people(request, "gate-refused", now=now)
        raise

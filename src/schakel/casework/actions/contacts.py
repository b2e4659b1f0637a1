"""Calls and meetings with somebody who has no node: the gate is asked before speaking."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries
from schakel.casework.actions.threads import add_entry
from schakel.casework.core.codes import to_mask
from schakel.casework.core.threads import Direction
from schakel.casework.models import ContactLeg
from schakel.handling.actions import GateClosedError, clear
from schakel.handling.core.case import Asylum, GateCase, Purpose
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.queries import facts_about

HOW = ("call", "meeting", "mail")


def log_contact(  # noqa: PLR0913  # one argument per field
    *,
    thread_id: UUID,
    direction: Direction,
    how: str,
    country: str,
    counterpart: str,
    said: str,
    at: datetime,
    by: User,
    now: datetime,
    already_said: bool = False,
    not_origin: bool = False,
    no_asylum: bool = False,
    h3_confirmed: bool = False,
) -> UUID:
    """Log what they told us, or what we tell them; return the leg.

    What we tell passes the gate first. What was said already against the gate is logged as such,
    never hidden.

    Raises:
        GateClosedError: Held or refused, and not said yet: do not say it. The decision is logged.
        UnusableInputError: Something is not filled in.
        NotFoundError: No such thread for this user.
    """
    require(by, Capability.LOG_CONTACT)
    thread = queries.get_thread(thread_id, for_user=by)
    if how not in HOW or not counterpart.strip() or not said.strip():
        raise UnusableInputError("write with whom it was, how, and what was said")
    leg_id, cleared, outcome = uuid4(), None, ""
    if direction is Direction.OUT:
        case = replace(
            _case(thread, country=country, at=now),
            receiver_is_origin=False if not_origin else None,
            asylum=Asylum.NONE if no_asylum else None,
            h3_confirmed=h3_confirmed,
        )
        try:
            cleared = clear(
                case=case,
                item_kind="contact-leg",
                item_id=leg_id,
                content={"said": said},
                by=by,
                now=now,
            )
            outcome = "told"
        except GateClosedError as error:
            if not already_said:
                raise
            outcome = "told-against-the-gate"
            decision_id: UUID | None = error.decision_id
        else:
            decision_id = cleared.decision_id
    else:
        decision_id = None
    with transaction.atomic():
        ContactLeg.objects.create(
            id=leg_id,
            thread=thread,
            direction=direction.value,
            how=how,
            country=country,
            counterpart=counterpart,
            said=said,
            at=at,
            logged_by=by,
            logged_at=now,
            decision_id=decision_id,
            gate_outcome=outcome,
            conditions=list(cleared.conditions) if cleared else [],
            codes_mask=to_mask(cleared.codes) if cleared else 0,
        )
        _tell(
            thread_id=thread_id,
            leg_id=leg_id,
            direction=direction,
            how=how,
            by=by,
            now=now,
            outcome=outcome,
        )
    return leg_id


def _tell(  # noqa: PLR0913  # one argument per part of the line
    *,
    thread_id: UUID,
    leg_id: UUID,
    direction: Direction,
    how: str,
    by: User,
    now: datetime,
    outcome: str,
) -> None:
    record_deed(
        by=by,
        at=now,
        event="contact:log",
        object_kind="contact-leg",
        object_id=str(leg_id),
        facts={"direction": direction.value, "how": how, "outcome": outcome},
    )
    add_entry(
        thread_id=thread_id,
        code=f"contact-{direction.value}",
        direction=direction,
        now=now,
        by=by,
        args={"how": how},
        path=f"/casework/contacts/{leg_id}",
    )


def _case(thread: queries.Thread, *, country: str, at: datetime) -> GateCase:
    purpose = Purpose.CRIME
    base = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=country,
        purpose=purpose,
        facts=facts_about(country, purpose=purpose, at=at),
    )
    if thread.report_id is None:
        return base
    facts = queries.facts_of_report(thread.report_id)
    return replace(
        base,
        codes=facts.codes,
        original_purpose=facts.purpose,
        originator=facts.originator,
        evaluated=facts.evaluated,
        necessity=facts.necessity,
        subject=facts.subject,
        minor=facts.minor,
    )

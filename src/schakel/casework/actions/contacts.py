"""Calls and meetings with somebody who has no node: the gate is asked before speaking."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.asylum.core.check import is_origin
from schakel.casework import queries
from schakel.casework.actions.threads import add_entry
from schakel.casework.core.threads import Direction
from schakel.casework.models import ContactLeg
from schakel.handling.actions import GateClosedError, clear
from schakel.handling.core.case import Asylum, GateCase, Purpose
from schakel.kernel.errors import UnusableInputError
from schakel.rulebook.core.codes import to_mask
from schakel.safeguards.queries import facts_about
from schakel.shell.search import index_text
from schakel.stopping.queries import stops_on_cases

HOW = ("call", "meeting", "mail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A call or meeting as an officer writes it down; the flags are his answers for the gate."""

    direction: Direction
    how: str
    country: str
    counterpart: str
    said: str
    at: datetime
    already_said: bool = False
    not_origin: bool = False
    no_asylum: bool = False
    h3_confirmed: bool = False


def log_contact(*, thread_id: UUID, contact: Contact, by: User, now: datetime) -> UUID:
    """Log what they told us, or what we tell them; return the leg.

    What we tell passes the gate first; what was said already against it is logged as such.

    Raises:
        GateClosedError: Held or refused, and not said yet: do not say it. The decision is logged.
        UnusableInputError: Something is not filled in.
        NotFoundError: No such thread for this user.
    """
    require(by, Capability.LOG_CONTACT)
    if contact.how not in HOW or not contact.counterpart.strip() or not contact.said.strip():
        raise UnusableInputError("write with whom it was, how, and what was said")
    if contact.at > now:
        raise UnusableInputError("a call or meeting is logged when it takes place, or after")
    leg = ContactLeg(
        thread=queries.get_thread(thread_id, for_user=by),
        direction=contact.direction.value,
        how=contact.how,
        country=contact.country,
        counterpart=contact.counterpart,
        said=contact.said,
        at=contact.at,
        logged_by=by,
        logged_at=now,
    )
    if contact.direction is Direction.OUT:
        _pass_gate(leg, _case(leg, contact), already_said=contact.already_said)
    with transaction.atomic():
        leg.save(force_insert=True)
        _tell(leg)
    return leg.id


def _pass_gate(leg: ContactLeg, case: GateCase, *, already_said: bool) -> None:
    try:
        cleared = clear(
            case=case,
            item_kind="contact-leg",
            item_id=leg.id,
            content={"said": leg.said},
            by=leg.logged_by,
            now=leg.logged_at,
        )
    except GateClosedError as error:
        if not already_said:
            raise
        leg.gate_outcome, leg.decision_id = "told-against-the-gate", error.decision_id
        return
    leg.gate_outcome, leg.decision_id = "told", cleared.decision_id
    leg.conditions, leg.codes_mask = list(cleared.conditions), to_mask(cleared.codes)


def _tell(leg: ContactLeg) -> None:
    title = leg.thread.reference
    words = "\n".join([leg.counterpart, leg.said])
    index_text(kind="contact-leg", object_id=leg.id, title=title, body=words)
    record_deed(
        by=leg.logged_by,
        at=leg.logged_at,
        event="contact:log",
        object_kind="contact-leg",
        object_id=str(leg.id),
        facts={"direction": leg.direction, "how": leg.how, "outcome": leg.gate_outcome},
    )
    add_entry(
        thread_id=leg.thread_id,
        code=f"contact-{leg.direction}",
        direction=Direction(leg.direction),
        now=leg.logged_at,
        by=leg.logged_by,
        args={"how": leg.how},
        path=f"/casework/contacts/{leg.id}",
    )


def _case(leg: ContactLeg, contact: Contact) -> GateCase:
    base = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=leg.country,
        purpose=Purpose.CRIME,
        h3_confirmed=contact.h3_confirmed,
        receiver_is_origin=False if contact.not_origin else None,
        asylum=Asylum.NONE if contact.no_asylum else None,
        stopped=stops_on_cases([leg.thread_id]),
        facts=facts_about(leg.country, purpose=Purpose.CRIME, at=leg.logged_at),
    )
    if leg.thread.report_id is None:
        return base
    facts = queries.facts_of_report(leg.thread.report_id, at=leg.logged_at)
    return replace(
        base,
        codes=facts.codes,
        original_purpose=facts.purpose,
        regime=facts.regime,
        originator=facts.originator,
        evaluated=facts.evaluated,
        necessity=facts.necessity,
        subject=facts.subject,
        minor=facts.minor,
        receiver_is_origin=is_origin(leg.country, facts.nationalities, excluded=contact.not_origin),
        asylum=facts.asylum or base.asylum,
    )

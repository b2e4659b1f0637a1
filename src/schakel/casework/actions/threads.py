"""Threads: begin, join, admit, and write their legs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import (
    Capability,
    Unit,
    User,
    choose_unit,
    get_unit,
    get_unit_or_desk,
    require,
)
from schakel.audit.actions import record
from schakel.casework import queries
from schakel.casework.actions.reports import next_reference
from schakel.casework.core.threads import Direction
from schakel.casework.models import EntryRelease, Participant, Thread, ThreadEntry
from schakel.kernel.errors import NotFoundError


def open_thread(*, report_id: UUID, by: User, now: datetime) -> UUID:
    """Return the thread of a report, begun now when there is none.

    Raises:
        NotFoundError: No such report for this user.
        NotAllowedError: The role may not.
    """
    require(by, Capability.DRAFT_REQUEST)
    report = queries.get_report(report_id, for_user=by)
    with transaction.atomic():
        thread = report.threads.order_by("begun_at").first()
        if thread is not None:
            return thread.id
        thread = Thread.objects.create(
            reference=next_reference("T", now=now),
            title=report.title or report.reference,
            report=report,
            begun_at=now,
            changed_at=now,
        )
        seat(thread, node=settings.SCHAKEL_NODE.code, unit=report.unit.code, now=now)
        record_deed(
            by=by, at=now, event="thread:begin", object_kind="thread", object_id=str(thread.id)
        )
        add_entry(
            thread_id=thread.id,
            code="thread-begun",
            direction=Direction.OWN,
            now=now,
            by=by,
            path=f"/casework/reports/{report.id}",
        )
    return thread.id


def join_thread(
    *,
    thread_id: UUID,
    title: str,
    from_node: str,
    their_reference: str,
    unit_code: str,
    now: datetime,
    others: Iterable[tuple[str, str]] = (),
) -> tuple[Thread, Unit]:
    """Return a thread of a partner, and the unit of ours that it reaches; inside a transaction.

    In a new thread that is the unit that he names, or the desk, and `others` are (node, unit) of
    those whom he says take part too. In a thread that this node knows he seats nobody: a unit that
    he names is reached when it takes part, else the desk that does.
    """
    thread, made = Thread.objects.get_or_create(
        id=thread_id,
        defaults={
            "reference": "",
            "title": title[:200],
            "begun_at": now,
            "changed_at": now,
        },
    )
    seat(thread, node=from_node, unit="", now=now, reference=their_reference)
    if not made:
        return thread, sitting_unit(thread.id, wished=unit_code)
    thread.reference = next_reference("T", now=now)
    thread.save(update_fields=["reference"])
    unit = get_unit_or_desk(unit_code)
    seat(thread, node=settings.SCHAKEL_NODE.code, unit=unit.code, now=now)
    for node, code in others:
        if node not in {from_node, settings.SCHAKEL_NODE.code}:
            seat(thread, node=node, unit=code, now=now)
    return thread, unit


def sitting_unit(thread_id: UUID, *, wished: str) -> Unit:
    """Return the unit of ours that a partner reaches in a known thread when he names `wished`."""
    seats = queries.list_participants(thread_id)
    codes = [seat.unit_code for seat in seats if seat.node == settings.SCHAKEL_NODE.code]
    return choose_unit(codes, wished=wished)


def set_reference(*, thread_id: UUID, node: str, reference: str) -> None:
    """Note the reference that a partner uses for a thread."""
    Participant.objects.filter(thread_id=thread_id, node=node).update(reference=reference[:60])


def add_entry(
    *,
    thread_id: UUID,
    code: str,
    direction: Direction,
    now: datetime,
    args: Mapping[str, Any] | None = None,
    path: str = "",
    by: User | None = None,
) -> UUID:
    """Write a leg of a thread, in the caller's transaction; return its id."""
    entry = ThreadEntry.objects.create(
        thread_id=thread_id,
        code=code,
        direction=direction.value,
        args=dict(args or {}),
        path=path,
        by=by,
        at=now,
    )
    Thread.objects.filter(id=thread_id).update(changed_at=now)
    return entry.id


def admit(*, thread_id: UUID, unit_code: str, by: User | None, now: datetime) -> bool:
    """Let a unit of this node take part from now on; tell it; return whether it is new.

    It sees nothing from before unless a leg is released to it.

    Raises:
        NotAllowedError: `by` may not prepare requests: who only reads opens no wall.
        NotFoundError: No such thread for this user, or no such unit.
    """
    if by is not None:
        require(by, Capability.DRAFT_REQUEST)
        queries.get_thread(thread_id, for_user=by)
    unit = get_unit(unit_code)
    thread = Thread.objects.get(id=thread_id)
    with transaction.atomic():
        if not seat(thread, node=settings.SCHAKEL_NODE.code, unit=unit.code, now=now):
            return False
        line: dict[str, Any] = {
            "at": now,
            "event": "thread:admit",
            "object_kind": "thread",
            "object_id": str(thread.id),
            "facts": {"unit": unit.code},
        }
        if by is None:
            record(actor="node", **line)
        else:
            record_deed(by=by, **line)
        args = {"unit_en": unit.name_en, "unit_nl": unit.name_nl}
        add_entry(
            thread_id=thread.id,
            code="unit-admitted",
            direction=Direction.OWN,
            now=now,
            by=by,
            args=args,
        )
        path = f"/casework/threads/{thread.id}"
        notify(unit_code=unit.code, user_id=None, kind="thread-joined", path=path, now=now)
    return True


def release_entry(*, entry_id: UUID, unit_code: str, by: User, now: datetime) -> UUID:
    """Show a leg from before its admission to a unit; return the thread.

    The releasing unit must see the leg itself.

    Raises:
        NotAllowedError: `by` may not prepare requests.
        NotFoundError: No such leg for this user, or the unit takes no part.
    """
    require(by, Capability.DRAFT_REQUEST)
    entry = ThreadEntry.objects.filter(id=entry_id).first()
    thread = queries.get_thread(entry.thread_id if entry else entry_id, for_user=by)
    seen = {one.id for one in queries.list_entries(thread, for_user=by)}
    if entry is None or entry.id not in seen or not queries.sits_in(thread.id, unit_code):
        raise NotFoundError("no such leg")
    with transaction.atomic():
        EntryRelease.objects.get_or_create(
            entry=entry, unit_code=unit_code, defaults={"by": by, "at": now}
        )
        record_deed(
            by=by,
            at=now,
            event="entry:release",
            object_kind="entry",
            object_id=str(entry.id),
            recipient=unit_code,
        )
    return thread.id


def seat(thread: Thread, *, node: str, unit: str, now: datetime, reference: str = "") -> bool:
    """Note that a unit of a node takes part from `now`; return whether that is new.

    Its own reference is noted when it was not known.
    """
    found, made = Participant.objects.get_or_create(
        thread=thread,
        node=node[:40],
        unit_code=unit[:40],
        defaults={"admitted_at": now, "reference": reference[:60]},
    )
    if reference and not found.reference:
        found.reference = reference[:60]
        found.save(update_fields=["reference"])
    return made

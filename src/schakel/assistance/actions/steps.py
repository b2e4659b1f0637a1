"""What every deed on a request shares: its step, history, leg of the thread and message."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import User
from schakel.assistance.models import Answer, AnswerFile, Request, RequestStep
from schakel.casework.actions import add_entry
from schakel.casework.core.threads import Direction
from schakel.casework.queries import list_participants, list_subject_ids
from schakel.exchange.actions import OutgoingFile, content_of, enqueue
from schakel.handling.actions import clear
from schakel.handling.core.case import GateCase, Purpose, concerning
from schakel.handling.core.decision import Cleared
from schakel.instruments.core.states import Side, State, Step, next_state
from schakel.intake.queries import Original
from schakel.safeguards.queries import facts_about
from schakel.shell.search import index_text
from schakel.wire.core.bodies import to_body
from schakel.wire.core.envelope import Participant


def move(
    request: Request,
    step: Step,
    *,
    by: User | None,
    now: datetime,
    side: Side | None = None,
    text: str = "",
    ground: str = "",
    envelope_id: UUID | None = None,
) -> None:
    """Take one step: the new state, and a line of the history; inside the caller's transaction.

    Raises:
        StepNotPossibleError: The step does not fit the state.
    """
    actor = side or Side(request.side)
    request.state = next_state(State(request.state), step, by=actor)
    request.changed_at = now
    request.save()
    RequestStep.objects.create(
        request=request,
        step=step.value,
        side=actor.value,
        text=text,
        ground=ground,
        by=by,
        envelope_id=envelope_id,
        at=now,
    )
    if by is not None:
        _log(request, step, by=by, now=now)


def _log(request: Request, step: Step, *, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event=f"request:{step}",
        object_kind="request",
        object_id=str(request.id),
        recipient=request.partner_country,
        recipient_authority=str(request.authority_id or ""),
        subject_ids=list_subject_ids(request.report_id) if request.report_id else (),
        justification=f"request:{request.id}",
    )


def tell_thread(
    request: Request,
    code: str,
    direction: Direction,
    *,
    now: datetime,
    by: User | None = None,
    args: Mapping[str, Any] | None = None,
) -> None:
    """Write the leg into the thread."""
    add_entry(
        thread_id=request.thread_id,
        code=code,
        direction=direction,
        now=now,
        by=by,
        args=args,
        path=path_of(request),
    )


def tell_people(request: Request, kind: str, *, now: datetime, unit: str = "") -> None:
    """Notify the drafter on the asking side, or the desk on the asked one."""
    drafter = request.drafted_by if request.side == Side.ASKING and not unit else None
    code = unit or (drafter.unit.code if drafter and drafter.unit else request.handling_unit.code)
    user_id = drafter.id if drafter else None
    notify(unit_code=code, user_id=user_id, kind=kind, path=path_of(request), now=now)


def attach_files(answer: Answer, originals: Iterable[Original]) -> None:
    """Keep which files an answer has, by their hash."""
    for original in originals:
        AnswerFile.objects.create(
            answer=answer,
            original_id=original.id,
            name=original.name,
            sha256=original.sha256,
            size=original.size,
        )


def index_answer(answer: Answer) -> None:
    """Let an answer be found by its words; its files are found by their own."""
    title = answer.request.reference
    index_text(kind="answer", object_id=answer.id, title=title, body=answer.text)


def path_of(request: Request) -> str:
    """Return the address of the request's page."""
    return f"/requests/{request.id}"


def clear_reply(
    request: Request,
    message: Any,
    *,
    by: User,
    now: datetime,
    personal: bool = True,
    case: GateCase | None = None,
    files: Sequence[str] = (),
) -> Cleared:
    """Ask the gate about a message within a request; before any transaction.

    A clarification, refusal or question repeats what the request holds, whose grading and necessity
    its sender gave; answers come with a case of their own.

    Raises:
        GateClosedError: Held or refused.
    """
    receiver = request.partner_country
    plain = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        **concerning(personal=personal),
        necessity="within a request that was graded",
        evaluated=True,
        facts=facts_about(
            receiver, purpose=Purpose.CRIME, at=now, authority=str(request.authority_id or "")
        ),
    )
    return clear(
        case=case or plain,
        item_kind="request",
        item_id=request.id,
        content=content_of(to_body(message), files),
        by=by,
        now=now,
    )


def send_message(
    request: Request,
    kind: str,
    message: Any,
    *,
    cleared: Cleared,
    now: datetime,
    files: Sequence[OutgoingFile] = (),
) -> UUID | None:
    """Put a message of the request into the outbox; None when another carrier takes it."""
    if not request.goes_by_schakel:
        return None
    return enqueue(
        cleared=cleared,
        to_node=request.partner_node,
        thread_id=request.thread_id,
        kind=kind,
        body=to_body(message),
        files=files,
        participants=[
            Participant(node=seat.node, unit=seat.unit_code)
            for seat in list_participants(request.thread_id)
        ],
        now=now,
    )

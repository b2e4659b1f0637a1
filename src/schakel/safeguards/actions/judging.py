"""Write, sign and withdraw human-rights judgements."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.safeguards import queries
from schakel.safeguards.core.judgements import Judged, require_sound
from schakel.safeguards.models import (
    JudgementDraft,
    JudgementText,
    JudgementWithdrawal,
    RightsJudgement,
)

TEXT = tuple(one.name for one in JudgementText._meta.get_fields() if one.name != "id")


def draft_judgement(*, judged: Judged, by: User, now: datetime) -> UUID:
    """Write a judgement for somebody else of the desk to sign; return the draft.

    Raises:
        NotAllowedError: The role may not.
        UnusableInputError: No text or source, longer than 12 months, an index unanswered, or no
            such authority.
    """
    require(by, Capability.SIGN_JUDGEMENT)
    require_sound(judged, alarming=queries.list_alarming(judged.party))
    names = dict(queries.list_authorities(judged.party))
    if judged.authority and judged.authority not in names:
        raise UnusableInputError("the directory has no such authority of this party")
    given = asdict(judged)
    first, last = given.pop("valid_from"), given.pop("valid_until")
    given["authority_name"] = names.get(judged.authority, "")
    with transaction.atomic():
        draft = JudgementDraft.objects.create(
            **given, valid_from_date=first, valid_until_date=last, written_by=by, written_at=now
        )
        _log("judgement:draft", draft, by=by, now=now)
    return draft.id


def sign_judgement(*, draft_id: UUID, by: User, now: datetime) -> UUID:
    """Sign what somebody else of the desk wrote; from now on the gate uses it. Return its id.

    Raises:
        NotAllowedError: The role may not, or it is one's own draft.
        NotFoundError: No such draft.
        ConflictError: It was signed or discarded already.
        UnusableInputError: The index that asks came after the draft.
    """
    draft = queries.get_draft(draft_id, for_user=by)
    if draft.written_by_id == by.id:
        raise NotAllowedError("who wrote a judgement does not sign it: somebody else of the desk")
    require_sound(queries.judged_of(draft), alarming=queries.list_alarming(draft.party))
    with transaction.atomic():
        _end(draft, JudgementDraft.State.SIGNED, by=by, now=now)
        made = RightsJudgement.objects.create(
            **{name: getattr(draft, name) for name in TEXT},
            written_by=draft.written_by,
            signed_by=by,
            signed_at=now,
        )
        facts = {"positive": made.positive, "until": made.valid_until_date.isoformat()}
        _log("judgement:sign", made, by=by, now=now, facts=facts)
    return made.id


def discard_draft(*, draft_id: UUID, by: User, now: datetime) -> None:
    """Put a draft aside; it stays readable in the database and nobody can sign it any more.

    Raises:
        NotFoundError: No such draft for this user.
        ConflictError: It was signed or discarded already.
    """
    draft = queries.get_draft(draft_id, for_user=by)
    with transaction.atomic():
        _end(draft, JudgementDraft.State.DISCARDED, by=by, now=now)
        _log("judgement:discard", draft, by=by, now=now)


def open_draft(*, draft_id: UUID, by: User, now: datetime) -> JudgementDraft:
    """Return a draft to look at; looking is logged.

    Raises:
        NotFoundError: No such draft for this user.
    """
    draft = queries.get_draft(draft_id, for_user=by)
    _log("judgement:open", draft, by=by, now=now)
    return draft


def withdraw_judgement(*, judgement_id: UUID, reason: str, by: User, now: datetime) -> None:
    """Let a judgement count no more, at once; one person of the desk is enough to stop.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such judgement.
        ConflictError: It was withdrawn already.
        UnusableInputError: No reason.
    """
    require(by, Capability.SIGN_JUDGEMENT)
    if not reason.strip():
        raise UnusableInputError("say why the judgement is withdrawn")
    judgement = queries.get_judgement(judgement_id, for_user=by)
    with transaction.atomic():
        _, made = JudgementWithdrawal.objects.get_or_create(
            judgement=judgement, defaults={"reason": reason.strip(), "by": by, "at": now}
        )
        if not made:
            raise ConflictError("it was withdrawn already")
        _log("judgement:withdraw", judgement, by=by, now=now)


def _end(draft: JudgementDraft, state: JudgementDraft.State, *, by: User, now: datetime) -> None:
    waiting = JudgementDraft.objects.filter(id=draft.id, state=JudgementDraft.State.WAITING)
    if not waiting.update(state=state, ended_by=by, ended_at=now):
        raise ConflictError("it was signed or put aside already")


def _log(event: str, about: JudgementText, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="judgement",
        object_id=str(about.id),
        recipient=about.party,
        recipient_authority=about.authority,
        **more,
    )

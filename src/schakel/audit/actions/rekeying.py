"""Change the key of the log: the old one signs for the new one, and nothing after that."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from schakel.audit.actions.recording import record
from schakel.audit.actions.sealing import finish_sealing
from schakel.audit.keys import (
    keep_handover,
    log_key,
    make_next_key,
    replace_key,
)
from schakel.audit.models import Checkpoint
from schakel.audit.queries.glance import glance
from schakel.audit.queries.tree import read_note
from schakel.heads.core.acts import Handover
from schakel.kernel.errors import UnusableInputError


def change_log_key(*, actor: str, now: datetime) -> Handover:
    """Let a new key sign the heads of the log from now on; return what the old one signed.

    What waits is sealed and signed with the old key first. Partners learn of it with the next head
    that they are shown.

    Raises:
        UnusableInputError: The log does not continue its signed head, or has none.
    """
    finish_sealing(now)
    with transaction.atomic():
        last = Checkpoint.objects.select_for_update().order_by("-size").first()
        if last is None or not glance().continues_head:
            raise UnusableInputError("the log has no good signed head; run: schakel audit verify")
        handover = _sign(
            Handover(old=log_key().public, new=make_next_key().public, head=read_note(last.note))
        )
        record(
            at=now,
            event="log:change-key",
            actor=actor,
            object_kind="node",
            object_id=settings.SCHAKEL_NODE.code,
            facts={"old": handover.old.hex(), "new": handover.new.hex(), "size": last.size},
        )
        keep_handover(handover)
        replace_key()
    return handover


def _sign(draft: Handover) -> Handover:
    text = draft.text()
    return replace(draft, by_old=log_key().sign(text), by_new=make_next_key().sign(text))

"""Begin the log anew, in the open: after an older archive was put back, or its key was lost."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from schakel.audit.actions.recording import record
from schakel.audit.actions.sealing import finish_sealing, seal
from schakel.audit.keys import keep_beginning, list_handovers, log_key
from schakel.audit.models import Checkpoint, Witness
from schakel.audit.queries.glance import glance
from schakel.audit.queries.tree import HeadBeside, count_leaves, path_beside, read_signed
from schakel.heads.core.anew import Beginning
from schakel.heads.core.shown import Shown
from schakel.kernel.errors import UnusableInputError

CONTESTED = {"shorter", "rewritten", "other-key"}  # what a witness says of such a log


def begin_anew(*, actor: str, now: datetime) -> Beginning:
    """Say to the witnesses that the log goes on from what is here; return what was signed.

    Nothing is hidden by it: each witness keeps what it holds, and people there have to agree. A log
    that continues all that was signed cannot begin anew.

    Raises:
        UnusableInputError: No witness contests the log, and it continues its head.
    """
    contested = Witness.objects.filter(problem__in=CONTESTED)
    if glance().continues_head and not contested.exists():
        raise UnusableInputError("nobody holds a head that this log does not continue")
    beside = HeadBeside.read()
    given_up = {"beside": beside.head.size} if beside.head and not glance().continues_head else {}
    with transaction.atomic():
        facts = {"size": count_leaves(), "witnesses": contested.count(), **given_up}
        record(at=now, event="log:begin-anew", actor=actor, facts=facts)
    while seal(now):
        pass
    if not glance().continues_head:
        path_beside().unlink()  # the line above tells of it, and the witnesses hold theirs
    finish_sealing(now)
    made = _sign(now)
    keep_beginning(made)
    return made


def _sign(now: datetime) -> Beginning:
    newest = Checkpoint.objects.order_by("-size").first()
    assert newest is not None
    head, key = read_signed(newest.note)
    draft = Beginning(
        shown=Shown(head=head, note=newest.note, public_key=key),
        at=int(now.timestamp()),
        after=len(list_handovers()),
    )
    return replace(draft, signature=log_key().sign(draft.text()))

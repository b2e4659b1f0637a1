"""Counts blind questions, both ways, and stops those beyond the day's number."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from schakel.accounts.actions import notify
from schakel.accounts.queries import list_overseers
from schakel.audit.actions import record
from schakel.matching.core.quota import day_of
from schakel.matching.models import QuestionCount

Side = QuestionCount.Side


def count_of(*, node: str, purpose: str, side: Side, now: datetime) -> QuestionCount:
    """Return today's count of questions of one purpose, to or from a partner."""
    row, _ = QuestionCount.objects.get_or_create(
        node=node, purpose=purpose, side=side, day=day_of(now)
    )
    return row


def count_question(count: QuestionCount, *, now: datetime) -> int | None:
    """Count one question and return its number; stop it when the day's are used up.

    Returns:
        None when it is stopped.
    """
    rows = QuestionCount.objects.filter(id=count.id)
    with transaction.atomic():
        if rows.filter(put__lt=settings.SCHAKEL_QUESTIONS_A_DAY).update(put=F("put") + 1):
            return rows.get().put
    stop_question(count, now=now)
    return None


def stop_question(count: QuestionCount, *, now: datetime) -> None:
    """Count one question that was stopped; the first of a day is logged and told."""
    with transaction.atomic():
        QuestionCount.objects.filter(id=count.id).update(stopped=F("stopped") + 1)
        count.refresh_from_db()
        if count.stopped == 1:
            _tell(count, now=now)


def is_day_spent(count: QuestionCount) -> bool:
    """Tell whether no more questions are put today."""
    return count.put >= settings.SCHAKEL_QUESTIONS_A_DAY


def note_their_count(count: QuestionCount, theirs: int | None) -> None:
    """Keep how many questions of ours the asked node counted today, as it says."""
    QuestionCount.objects.filter(id=count.id).update(theirs=theirs)


def _tell(count: QuestionCount, *, now: datetime) -> None:
    record(
        at=now,
        event="question:stop",
        actor="node" if count.side == Side.TO_PARTNER else f"node:{count.node}",
        object_kind="node",
        object_id=count.node,
        purpose=count.purpose,
        facts={"put": count.put, "day": count.day.isoformat()},
    )
    for one in list_overseers():
        assert one.unit is not None
        notify(
            unit_code=one.unit.code,
            user_id=one.id,
            kind="questions-stopped",
            path=reverse("matching:counts"),
            now=now,
        )

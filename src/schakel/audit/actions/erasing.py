"""End the retention of the log itself: the content goes, its place in the tree stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from schakel.audit.actions.recording import record
from schakel.audit.models import ERASED, LogEntry
from schakel.audit.queries.tree import count_leaves


def erase_entries(*, before: datetime, now: datetime) -> int:
    """Erase the content and the salt of the oldest lines; return how many.

    Only the beginning of the log can be erased: sealed lines up to the first one that is not older
    than `before`. Moment and event stay, and so does the leaf, which without salt tells nothing. A
    line of its own says up to where, so that content that is gone anywhere else shows.

    Args:
        before: Lines older than this have ended their retention.
        now: When it is done.
    """
    sealed = LogEntry.objects.filter(leaf_index__isnull=False)
    with transaction.atomic():
        younger = sealed.filter(at__gte=before).aggregate(first=Min("leaf_index"))["first"]
        if younger is None:
            younger = count_leaves()
        # The lines that say what was erased stay, or nobody could tell that it was done rightly.
        old = sealed.filter(leaf_index__lt=younger).exclude(event="log:erase").exclude(salt=b"")
        count = old.update(**ERASED)
        if count:
            record(at=now, event="log:erase", actor="node", facts={"below": younger, "n": count})
    return count

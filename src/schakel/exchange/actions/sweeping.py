"""Remove the ciphertext of files that nobody needs any more."""

from datetime import datetime, timedelta

from schakel.exchange.models import BlobSent, Outgoing
from schakel.wire.actions.blobs import sweep_blobs

UNCLAIMED = timedelta(days=1)  # how long a file may wait for the message that names it


def sweep(now: datetime) -> int:
    """Remove files of messages that expired, and what no message ever named; return how many."""
    live = Outgoing.objects.filter(expires_at__gt=now).exclude(blobs=[])
    kept = {digest for blobs in live.values_list("blobs", flat=True) for digest in blobs}
    removed = sweep_blobs(kept=kept, before=now - UNCLAIMED)
    if removed:
        BlobSent.objects.exclude(digest__in=kept).delete()
    return removed

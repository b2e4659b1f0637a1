"""Say when a question for consent has waited too long."""

from datetime import datetime

from django.db import transaction

from schakel.custody.actions.telling import tell_people
from schakel.custody.core.consents import Standing
from schakel.custody.models import Consent


def watch_consents(now: datetime) -> int:
    """Tell, once, that the clock of a question has ended; write down which yes has ended."""
    over = Consent.objects.filter(state=Standing.GIVEN, until__lt=now)
    over.update(state=Standing.ENDED)
    late = Consent.objects.select_related("item__unit", "by__unit").filter(
        state=Standing.ASKED, due_at__lt=now, lapsed_at__isnull=True
    )
    return sum(_tell(consent, now=now) for consent in late)


def _tell(consent: Consent, *, now: datetime) -> int:
    with transaction.atomic():
        open_ones = Consent.objects.filter(id=consent.id, lapsed_at__isnull=True)
        if not open_ones.update(lapsed_at=now):
            return 0
        tell_people(consent.item, "clock-lapsed", now=now, person=consent.by)
    return 1

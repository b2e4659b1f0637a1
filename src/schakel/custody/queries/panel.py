"""The panel of an item, which stands beside its content on the pages of other rooms."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.accounts.queries import Capability, User, may
from schakel.custody.core.consents import Standing
from schakel.custody.models import Consent, Item
from schakel.custody.queries.items import (
    evidence_until,
    find_item,
    given_of,
    is_own,
    list_consents,
)
from schakel.custody.wording import CONSENTS
from schakel.handling.core.case import Purpose
from schakel.handling.wording import PURPOSES

LASTS = timedelta(days=180)


def custody_of(item_id: UUID, *, now: datetime, for_user: User) -> dict[str, Any]:
    """Return what the panel of an item needs, below content that the user may see."""
    item = find_item(item_id)
    consents = list_consents(item_id)
    asks = item is not None and not is_own(item) and item.state == Item.State.HELD
    open_ones = any(one.state == Standing.ASKED and _is_court(one) for one in consents)
    ends = evidence_until(item_id, at=now)
    return {
        "item": item,
        "evidence_until": ends,
        "consents": [_consent_line(one, now=now, user=for_user) for one in consents],
        "may_ask_evidence": asks
        and not open_ones
        and ends is None
        and may(for_user, Capability.DRAFT_REQUEST),
        "came_from": "content",
        "lasts_until": (now + LASTS).date(),
    }


def _consent_line(consent: Consent, *, now: datetime, user: User) -> dict[str, Any]:
    own = settings.SCHAKEL_NODE.code
    stands = given_of(consent).stands(now)
    tone, state = CONSENTS[stands]
    decides = may(user, Capability.DECIDE_CONSENT)
    ours = consent.answerer == own and bool(consent.toward_asker)
    by_hand = not consent.item.from_node and may(user, Capability.SEND_REQUEST)
    is_open = consent.state == Standing.ASKED
    return {
        "consent": consent,
        "tone": tone,
        "state": state,
        "purpose": PURPOSES.get(consent.purpose, ""),
        "is_court": _is_court(consent),
        "may_answer": is_open and ours and decides,
        "may_note": is_open and by_hand and not ours,
        "may_withdraw": stands is Standing.GIVEN and decides and (ours or by_hand),
    }


def _is_court(consent: Consent) -> bool:
    return consent.purpose == Purpose.EVIDENCE and not consent.receivers

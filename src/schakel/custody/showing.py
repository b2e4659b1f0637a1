"""An item as its own page shows it."""

from datetime import datetime
from typing import Any

from schakel.accounts.queries import Capability, User, may
from schakel.custody import forms, queries
from schakel.custody.models import HolderNotice, Item
from schakel.custody.wording import GROUNDS, OUTCOMES, REASONS, TOLD
from schakel.handling.wording import PURPOSES
from schakel.rulebook.core.codes import from_mask


def shown(item: Item, *, now: datetime, for_user: User, **given: Any) -> dict[str, Any]:
    """Return what the page of an item needs."""
    content = queries.holder_of(item).read(item.id)
    receivers = queries.list_receivers(item)
    usable = item.state == Item.State.HELD and not (item.restricted_at or item.replaced_by)
    own, by_hand = queries.is_own(item), not item.from_node
    keeps = may(for_user, Capability.KEEP_FILE)
    decides = may(for_user, Capability.DECIDE_FILE)
    speaks = item.state == Item.State.HELD and item.exculpatory_at is not None
    return {
        "item": item,
        "panel": {**queries.custody_of(item.id, now=now, for_user=for_user), "came_from": "item"},
        "content": content if item.kind == queries.PASSED else None,
        "page": queries.holder_of(item).page(item.id),
        "codes": sorted(code.value for code in from_mask(item.codes_mask)),
        "purpose": PURPOSES[item.purpose],
        "is_own": own,
        "copies": queries.list_copies(item),
        "notices": [_notice_line(one) for one in queries.list_notices(item)],
        "question_form": forms.QuestionForm(),
        "notice_form": forms.NoticeForm(others=_others(item)),
        "pass_form": forms.PassForm(receivers=receivers),
        "may_ask": not own
        and item.state == Item.State.HELD
        and may(for_user, Capability.DRAFT_REQUEST),
        "may_tell": (own or by_hand) and may(for_user, Capability.DECIDE_CONSENT),
        "may_pass": usable and bool(receivers) and may(for_user, Capability.SEND_REQUEST),
        "may_file": (usable or speaks) and item.in_criminal_file_at is None and keeps,
        "may_mark": item.state == Item.State.HELD and item.exculpatory_at is None and decides,
        "may_decide_kept": decides and _is_kept(item),
        **given,
    }


def _notice_line(notice: HolderNotice) -> dict[str, Any]:
    receipts = sorted(notice.receipts.all(), key=lambda one: one.node)
    return {
        "notice": notice,
        "told": TOLD[notice.deed],
        "reason": REASONS.get(notice.reason, ""),
        "receipts": [
            (one, *OUTCOMES[one.outcome], GROUNDS.get(one.ground, "")) for one in receipts
        ],
    }


def _others(item: Item) -> list[tuple[str, str]]:
    """Return the later items of the same originator in the thread, which could take its place."""
    later = Item.objects.filter(
        thread_id=item.thread_id, originator=item.originator, received_at__gt=item.received_at
    )
    return [(str(one.id), f"{one.reference}, {one.received_at:%Y-%m-%d %H:%M}") for one in later]


def _is_kept(item: Item) -> bool:
    recalled = item.notices.filter(deed="recall").exists()
    return item.state == Item.State.HELD and item.restricted_at is not None and recalled

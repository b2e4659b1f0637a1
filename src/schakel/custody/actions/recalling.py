"""The originator recalls, restricts or corrects; whoever holds the item does it, and signs."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.casework.core.threads import Direction
from schakel.custody import queries
from schakel.custody.actions.erasing import erase_item
from schakel.custody.actions.telling import (
    log,
    send_control,
    tell_people,
    tell_prosecutors,
    tell_thread,
)
from schakel.custody.core.deeds import (
    Deed,
    Ground,
    Outcome,
    Reason,
    Settlement,
    Standing,
    settle,
)
from schakel.custody.core.messages import HolderAnswered, HolderTold
from schakel.custody.models import HolderNotice, HolderReceipt, Item
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.retention.actions import hold_of

ASKED = {
    Deed.RECALL: "item:recall-ask",
    Deed.RESTRICT: "item:restrict-ask",
    Deed.CORRECT: "item:correct-ask",
}
DONE = {
    Outcome.ERASED: "item:erase",
    Outcome.RESTRICTED: "item:restrict",
    Outcome.CORRECTED: "item:correct",
    Outcome.KEPT: "item:keep",
}


def tell_holders(
    *,
    item_id: UUID,
    deed: Deed,
    reason: str,
    by: User,
    now: datetime,
    replaced_by: UUID | None = None,
) -> UUID:
    """Tell every node that holds an item what its originator wants; return the notice.

    Of an item of a partner without a node, the desk that heard it says it, and does it here.

    Raises:
        ConflictError: A correction without the item that takes its place.
        NotAllowedError: The role may not, or another node is the originator.
        NotFoundError: No such item for this user.
        UnusableInputError: The reason is not in the list.
    """
    require(by, Capability.DECIDE_CONSENT)
    item = queries.get_item(item_id, for_user=by)
    return _tell(item, deed, reason=reason, replaced_by=replaced_by, by=by, now=now)


def recall_for_stop(*, item_id: UUID, by: User, now: datetime) -> UUID:
    """Recall an item that left before a stop; who may stop sees no content. Return the notice.

    Raises:
        NotAllowedError: The role may not, or another node is the originator.
        NotFoundError: No such item.
    """
    require(by, Capability.STOP_EXCHANGE)
    item = queries.find_item(item_id)
    if item is None:
        raise NotFoundError("no such item")
    return _tell(item, Deed.RECALL, reason=Reason.UNLAWFUL.value, replaced_by=None, by=by, now=now)


def _tell(
    item: Item, deed: Deed, *, reason: str, replaced_by: UUID | None, by: User, now: datetime
) -> UUID:
    if item.from_node not in {"", settings.SCHAKEL_NODE.code}:
        raise NotAllowedError("the originator of an item recalls it, and nobody for him")
    if reason not in list(Reason):
        raise UnusableInputError("choose a reason from the list")
    _require_replacement(item, deed, replaced_by)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(id=item.id)
        notice = _note(uuid4(), item, deed, reason=reason, replaced_by=replaced_by, by=by, now=now)
        log(ASKED[deed], item, by=by, now=now, facts={"reason": reason})
        tell_thread(item, f"item-{deed}", Direction.OUT, now=now, by=by)
        pass_notice_on(notice, now=now)
        if not item.from_node:
            carry_out(notice, now=now)
    return notice.id


def hear_notice(item: Item, told: HolderTold, deed: Deed, *, node: str, now: datetime) -> None:
    """Do what the originator of an item wants, sign for it, and tell those it was passed to.

    Args:
        item: Locked, in the caller's transaction.
        told: What came in.
        deed: What is wanted.
        node: The hand that told us.
        now: The moment.
    """
    replaced_by = UUID(told.replaced_by) if told.replaced_by else None
    notice = _note(
        told.notice, item, deed, reason=told.reason, replaced_by=replaced_by, by=None, now=now
    )
    tell_thread(item, f"item-{deed}", Direction.IN, now=now)
    nodes = pass_notice_on(notice, now=now)
    done = carry_out(notice, now=now)
    answer_notice(notice, done, to_node=node, now=now)
    for other in nodes:  # so that the originator knows for whom he still waits
        _say(notice, node=other, outcome="", ground="", to_node=node, now=now)


def carry_out(notice: HolderNotice, *, now: datetime) -> Settlement:
    """Do at this node what a notice wants; return what was done."""
    item, deed = notice.item, Deed(notice.deed)
    hold = hold_of("item", item.id)
    standing = Standing(
        is_held=True,
        is_erased=item.state == Item.State.ERASED,
        in_criminal_file=item.in_criminal_file_at is not None,
        is_exculpatory=hold is not None and hold.ground == Ground.EXCULPATORY,
    )
    done = settle(deed, standing)
    if done.outcome is Outcome.ERASED:
        erase_item(item, now=now, why=deed.value)
    if done.outcome is Outcome.CORRECTED:
        item.replaced_by = notice.replaced_by
    if done.restricts:
        item.restricted_at = item.restricted_at or now
    item.save(update_fields=["replaced_by", "restricted_at"])
    log(DONE[done.outcome], item, now=now, facts={"notice": str(notice.id), "ground": done.ground})
    if done.asks:
        tell_prosecutors(item, "prosecutor-asked", now=now)
    tell_people(item, f"item-{deed}", now=now)
    return done


def pass_notice_on(notice: HolderNotice, *, now: datetime) -> list[str]:
    """Tell every node to which this node gave the item; return them."""
    item = notice.item
    message = HolderTold(
        notice=notice.id,
        item=item.id,
        originator=item.originator,
        reason=notice.reason,
        at=notice.at,
        replaced_by=str(notice.replaced_by or ""),
    )
    nodes = [copy.node for copy in queries.list_copies(item)]
    for node in nodes:
        HolderReceipt.objects.create(notice=notice, node=node, asked_at=now)
        send_control(item, f"item.{notice.deed}", message, to_node=node, now=now)
    return nodes


def answer_notice(notice: HolderNotice, done: Settlement, *, to_node: str, now: datetime) -> None:
    """Sign for what was done here."""
    own = settings.SCHAKEL_NODE.code
    outcome, ground = done.outcome.value, done.ground
    _say(notice, node=own, outcome=outcome, ground=ground, to_node=to_node, now=now)


def decide_kept(*, item_id: UUID, erase: bool, by: User, now: datetime) -> None:
    """Let a prosecutor decide over what was recalled and kept: it stays, restricted, or goes.

    Raises:
        ConflictError: Nothing was recalled and kept.
        NotAllowedError: The role decides over no criminal file.
    """
    require(by, Capability.DECIDE_FILE)
    item = queries.get_item(item_id, for_user=by)
    notice = item.notices.filter(deed=Deed.RECALL).order_by("-at").first()
    if notice is None or item.state == Item.State.ERASED or item.restricted_at is None:
        raise ConflictError("nothing was recalled and kept here")
    with transaction.atomic():
        notice.item = item = Item.objects.select_for_update().get(id=item.id)
        if not erase:
            log("item:keep", item, by=by, now=now)
            return
        erase_item(item, now=now, why=Deed.RECALL.value)
        log("item:erase", item, by=by, now=now, facts={"notice": str(notice.id)})
        if item.from_node:
            done = Settlement(outcome=Outcome.ERASED)
            answer_notice(notice, done, to_node=item.from_node, now=now)


def resume_recall(item_id: UUID, *, now: datetime) -> None:
    """Do a recall that was held up and is no more, in the caller's transaction; sign for it."""
    notices = HolderNotice.objects.select_related("item").filter(item=item_id, deed=Deed.RECALL)
    notice = notices.order_by("-at").first()
    if notice is None:
        return
    notice.item = Item.objects.select_for_update().get(id=item_id)
    if notice.item.state == Item.State.HELD:
        done = carry_out(notice, now=now)
        if notice.item.from_node:
            answer_notice(notice, done, to_node=notice.item.from_node, now=now)


def _say(
    notice: HolderNotice, *, node: str, outcome: str, ground: str, to_node: str, now: datetime
) -> None:
    message = HolderAnswered(
        notice=notice.id,
        item=notice.item_id,
        node=node,
        outcome=outcome,
        ground=ground,
        at=now,
    )
    send_control(notice.item, "item.receipt", message, to_node=to_node, now=now)


def _note(  # noqa: PLR0913  # one argument per column
    notice_id: UUID,
    item: Item,
    deed: Deed,
    *,
    reason: str,
    replaced_by: UUID | None,
    by: User | None,
    now: datetime,
) -> HolderNotice:
    return HolderNotice.objects.create(
        id=notice_id,
        item=item,
        deed=deed.value,
        reason=reason[:30],
        replaced_by=replaced_by,
        by=by,
        at=now,
    )


def _require_replacement(item: Item, deed: Deed, replaced_by: UUID | None) -> None:
    if deed is not Deed.CORRECT:
        return
    fit = replaced_by not in {None, item.id}
    known = Item.objects.filter(id__in=[replaced_by], originator=item.originator)
    if not fit or not known.exists():
        raise ConflictError("send the corrected item first, then say that it takes the place")

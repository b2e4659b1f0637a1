"""Short envelopes as a sheet of printed codes, and such a sheet read back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings

from schakel.accounts.queries import User
from schakel.courier.actions.giving import missing_of, signed_for
from schakel.courier.actions.keeping import allow, keep, note_refusal
from schakel.courier.actions.taking import take_content
from schakel.courier.core.codes import MOST, Code, CodesRefusedError, cut, join, read_code
from schakel.courier.core.content import read_content
from schakel.courier.models import Carriage
from schakel.exchange.actions import TO_SEND, find_card, hold_stopped, mark_tried, seal_void
from schakel.exchange.queries import Outgoing
from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions.keys import find_encryption_key, signing_key
from schakel.wire.actions.packing import Package
from schakel.wire.actions.sealing import CODES, seal, sign, unseal, verify
from schakel.wire.core.envelope import CLOCK_SLACK
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.sealed import read_sealed
from schakel.wire.core.shapes import NODE, fields_of, match_of, moment_of, read_json

MOST_RECEIPTS = 5  # messages, the newest, that are signed for on a sheet
SHEET = frozenset({"note", "envelopes"})
NOTE = frozenset({"from", "to", "created", "results", "missing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The texts of the codes, the numbers of the envelopes, and when the first of them expires."""

    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    expires_at: datetime | None
    carriage: Carriage


def give_codes(*, node: str, now: datetime, by: User | None = None) -> Sheet:
    """Return a sheet of codes with the next short envelopes for a node, and some receipts.

    Nothing counts as sent until its receipts come back.

    Args:
        node: Code of a linked node.
        now: The moment.
        by: Who asks for it; None for a command of the administrator.

    Raises:
        NotAllowedError: The role may not deal with couriers.
        NotFoundError: No such linked node.
        CodesRefusedError: `courier.too-long`: the next envelope has files or is too long.
    """
    allow(by)
    card = get_node(node)
    hold_stopped(now)
    results = _last_receipts(node)
    note = _note(results, missing_of(node)[:MOST_RECEIPTS], card=card, now=now)
    waiting = Outgoing.objects.filter(TO_SEND, link_id=node).order_by("seq")
    rows, texts = _fill(list(waiting[:MOST]), note=note, card=card, now=now)
    mark_tried([row.id for row in rows], now=now)
    carriage = keep(
        event="package:give",
        by=by,
        now=now,
        way=Carriage.Way.OUT,
        means="codes",
        node=node,
        made_at=now,
        unknown=len(rows),
        signed_for=len(results),
        left=max(0, waiting.count() - len(rows)),
    )
    ends = min((row.expires_at for row in rows if not row.is_void_due), default=None)
    numbers = tuple(row.seq for row in rows)
    return Sheet(texts=tuple(texts), numbers=numbers, expires_at=ends, carriage=carriage)


def _last_receipts(node: str) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "receipts": one["receipts"][-1:]}
        for one in signed_for(node, most=MOST_RECEIPTS)
    ]


def take_codes(texts: Iterable[str], *, now: datetime, by: User | None = None) -> Carriage:
    """Take in a sheet of codes that was scanned, in any order; return the account.

    Args:
        texts: What a picture or a scanner gave, a code each; what is no code is passed over.
        now: The moment.
        by: Who scanned it; None for a command of the administrator.

    Raises:
        NotAllowedError: The role may not deal with couriers.
        CodesRefusedError: No whole sheet, or one for another node or from a stranger; nothing of
            it took effect.
    """
    allow(by)
    codes = [code for code in map(read_code, texts) if code is not None]
    try:
        package, given = _open(codes, now=now)
        content = read_content(given)
    except CodesRefusedError as error:
        note_refusal(error.refusal, means="codes", by=by, now=now)
        raise
    except ValueError as error:
        note_refusal("courier.no-package", means="codes", by=by, now=now)
        raise CodesRefusedError("courier.no-package") from error
    return take_content(content, package=package, means="codes", by=by, now=now)


def _note(
    results: Sequence[Any], missing: Sequence[int], *, card: NodeCard, now: datetime
) -> dict[str, Any]:
    said = {
        "from": settings.SCHAKEL_NODE.code,
        "to": card.code,
        "created": to_wire(now),
        "results": list(results),
        "missing": list(missing),
    }
    return seal(sign(said, key=signing_key(), typ=CODES), envelope_id=str(uuid4()), card=card)


def _fill(
    rows: Sequence[Outgoing], *, note: Mapping[str, Any], card: NodeCard, now: datetime
) -> tuple[list[Outgoing], list[str]]:
    """Return as many of the envelopes, in order, as fit on a sheet, and the texts of its codes."""
    chosen: list[Outgoing] = []
    sealed: list[Any] = []
    texts = cut(canonical_json({"note": note, "envelopes": []}))
    for row in rows:
        try:
            if row.blobs and not row.is_void_due:
                raise CodesRefusedError("courier.too-long")
            one = seal_void(row, card=card, now=now) if row.is_void_due else row.sealed
            texts = cut(canonical_json({"note": note, "envelopes": [*sealed, one]}))
        except CodesRefusedError:
            if not chosen:
                raise
            break
        sealed.append(one)
        chosen.append(row)
    return chosen, texts


def _open(codes: Sequence[Code], *, now: datetime) -> tuple[Package, dict[str, Any]]:
    try:
        sheet = fields_of(read_json(join(codes)), SHEET)
        sealed = read_sealed(sheet["note"], me=settings.SCHAKEL_NODE.code)
        token = unseal(sealed, find_key=find_encryption_key)
        payload, sender = verify(token, find_card=find_card, typ=CODES)
        note = fields_of(payload, NOTE)
        created = moment_of(note["created"])
        if match_of(note["to"], NODE) != settings.SCHAKEL_NODE.code:
            raise EnvelopeRefusedError("exchange.wrong-recipient")
        if created > now + CLOCK_SLACK:
            raise EnvelopeRefusedError("exchange.from-the-future")
    except EnvelopeRefusedError as error:
        raise CodesRefusedError(error.refusal) from error
    content = {name: note[name] for name in ("results", "missing")}
    package = Package(sender=sender, created_at=created, content=None)
    return package, {**content, "envelopes": sheet["envelopes"]}

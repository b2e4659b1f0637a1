"""Send what waits in the outbox: many envelopes a request, in order, every link by itself."""

import logging
import secrets
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from schakel.exchange.actions.holding import hold_stopped, is_stopped, mark_tried
from schakel.exchange.actions.settling import settle
from schakel.exchange.actions.voids import seal_void
from schakel.exchange.models import BlobSent, Link, Outgoing
from schakel.exchange.queries import roots_lacking
from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import to_wire
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.stopping.queries import list_standing
from schakel.wire.actions import lines
from schakel.wire.actions.blobs import blob_path, is_in_parts
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import CLAIM, sign
from schakel.wire.core.parts import PART, Layout
from schakel.wire.core.retry import LONGEST, is_due, wait_before

BATCH = 100  # envelopes
BATCH_BYTES = 4 * 1024 * 1024  # characters of sealed text; one envelope may be longer
ROUNDS = 50  # requests of one run of the chore, which then reads the clock again
PATIENCE = 2.0  # seconds that a run waits for a line that says nothing
MOST_LINES = 16  # open at the same time
State = Outgoing.State
log = logging.getLogger("schakel.exchange")
TO_SEND = Q(state=State.WAITING) | Q(is_void_due=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One request on its way, and the envelopes in it."""

    future: Future[lines.Landing]
    sent: dict[UUID, dict[str, Any]]  # id of the envelope -> the sealed text that went
    voids: frozenset[UUID]  # those that went as an empty message
    card: NodeCard
    last: int  # the highest number in it


_flights: dict[str, Flight] = {}  # by node; a request may outlast the run that began it
_pool = ThreadPoolExecutor(MOST_LINES, thread_name_prefix="exchange-line")


def send_waiting(now: datetime) -> int:
    """Send what is due on every link; return how many envelopes were signed for.

    A link that hangs holds up no other: its request goes on beside this and the next runs.
    """
    _expire(now)
    hold_stopped(now, apart_from=set(_flights))
    done, failed = 0, set[str]()
    for _ in range(ROUNDS):
        _start(now=now, apart_from=failed)
        landed, _ = wait(
            [flight.future for flight in _flights.values()],
            timeout=PATIENCE,
            return_when=FIRST_COMPLETED,
        )
        if not landed:
            break
        for node in [node for node, flight in _flights.items() if flight.future in landed]:
            signed_for = _land_safely(node, _flights.pop(node), now=now)
            done += signed_for
            if not signed_for:
                failed.add(node)
    return done


def _expire(now: datetime) -> None:
    late = Outgoing.objects.filter(state=State.WAITING, expires_at__lte=now)
    late.update(
        state=State.EXPIRED, problem="exchange.expired", is_void_due=True, token="", lapses_at=now
    )


def _start(*, now: datetime, apart_from: set[str]) -> None:
    """Begin a request on every link that has something due and no request on its way."""
    nodes = set(Outgoing.objects.filter(TO_SEND).values_list("link_id", flat=True))
    for link in Link.objects.filter(node__in=nodes - apart_from - set(_flights)):
        if not link.is_healing and is_due(link.next_try_at, at=now):
            _begin(link.node, now=now)


def _begin(node: str, *, now: datetime, after: int = 0) -> None:
    """Send what is due to one node, from the number behind `after` on."""
    try:
        card = get_node(node)
    except NotFoundError:
        Link.objects.filter(node=node).update(problem="exchange.not-linked")
        return
    due = [row for row in _due(node, now=now, after=after) if _has_files(row)]
    if not due or not card.url:
        return
    rows, roots = _up_to_large_file(due)
    if roots:
        _begin_parcels(roots, card=card, now=now)
        return
    sent = {
        row.id: seal_void(row, card=card, now=now) if row.is_void_due else row.sealed
        for row in rows
    }
    mark_tried(list(sent), now=now)
    load = lines.Load(
        url=card.url, sealed=list(sent.values()), claims=_claims(rows, card=card, now=now)
    )
    _flights[node] = Flight(
        future=_pool.submit(lines.carry, load),
        sent=sent,
        voids=frozenset(row.id for row in rows if row.is_void_due),
        card=card,
        last=rows[-1].seq,
    )


def _up_to_large_file(rows: Sequence[Outgoing]) -> tuple[Sequence[Outgoing], list[str]]:
    """Return the envelopes that can go now, or, when the first waits for large files, those.

    That is one with a number: a courier took it along, or the receiver lost its file.
    """
    for place, row in enumerate(rows):
        roots = [] if row.is_void_due else roots_lacking(row)
        if roots:
            return rows[:place], roots if place == 0 else []
    return rows, []


def parcel_to(root: str, *, card: NodeCard, now: datetime) -> lines.Parcel:
    """Return a large file as it goes to a node in parts, with the claim to send it."""
    layout = Layout(size=blob_path(root).stat().st_size, part=PART)
    claim = {
        "from": settings.SCHAKEL_NODE.code,
        "to": card.code,
        "created": to_wire(now),
        "blob": root,
        "size": layout.size,
        "part": layout.part,
    }
    return lines.Parcel(root=root, layout=layout, claim=sign(claim, key=signing_key(), typ=CLAIM))


def _begin_parcels(roots: Sequence[str], *, card: NodeCard, now: datetime) -> None:
    """Send some parts of large files; the envelope follows when all are there."""
    parcels = [parcel_to(root, card=card, now=now) for root in roots]
    load = lines.Load(url=card.url, sealed=(), claims={}, parcels=parcels)
    _flights[card.code] = Flight(
        future=_pool.submit(lines.carry, load), sent={}, voids=frozenset(), card=card, last=0
    )


def _due(node: str, *, now: datetime, after: int) -> list[Outgoing]:
    """Return the next envelopes of a link, in order, as many as go into one request."""
    due = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST)
    found: list[Outgoing] = []
    stops, size = list_standing(), 0
    waiting = Outgoing.objects.filter(TO_SEND & due, link_id=node, seq__gt=after).defer("token")
    for row in waiting.order_by("seq")[:BATCH]:
        size += len(row.sealed.get("jwe", ""))
        if (found and size > BATCH_BYTES) or is_stopped(row, stops):
            break
        found.append(row)
    return found


def _has_files(row: Outgoing) -> bool:
    """Tell whether the files of an envelope are still here; it fails when they are not."""
    if row.is_void_due or all(blob_path(digest).exists() for digest in row.blobs):
        return True
    Outgoing.objects.filter(id=row.id).update(
        state=State.FAILED,
        problem="exchange.file-gone",
        is_void_due=True,
        token="",
        lapses_at=row.created_at,
    )
    return False


def _claims(rows: Sequence[Outgoing], *, card: NodeCard, now: datetime) -> dict[str, str]:
    """Return a signed claim for each file that the node does not have yet."""
    whole = [digest for row in rows if not row.is_void_due for digest in row.blobs]
    digests = {digest for digest in whole if not is_in_parts(digest)}
    there = BlobSent.objects.filter(link_id=card.code, digest__in=digests)
    claim = {"from": settings.SCHAKEL_NODE.code, "to": card.code, "created": to_wire(now)}
    return {
        digest: sign({**claim, "blob": digest}, key=signing_key(), typ=CLAIM)
        for digest in sorted(digests - set(there.values_list("digest", flat=True)))
    }


def _land_safely(node: str, flight: Flight, *, now: datetime) -> int:
    """Do `_land`; a bug with one partner's answer puts off that link and stops no other."""
    try:
        return _land(node, flight, now=now)
    except Exception as error:
        log.error("settling failed: %s", type(error).__name__)
        _put_off(Link.objects.get(node=node), problem="exchange.no-answer", now=now)
        return 0


def _land(node: str, flight: Flight, *, now: datetime) -> int:
    """Write down what came of a request, in one transaction; return how many were signed for.

    When the line works, the next request is on its way meanwhile.
    """
    landing = _landing(flight.future)
    if not landing.problem and flight.sent:
        _begin(node, now=now, after=flight.last)
    with transaction.atomic():
        link = Link.objects.select_for_update().get(node=node)
        BlobSent.objects.bulk_create(
            [BlobSent(link=link, digest=digest) for digest in landing.blobs], ignore_conflicts=True
        )
        if landing.problem:
            _put_off(link, problem=landing.problem, now=now)
            return 0
        Link.objects.filter(node=node).update(
            attempts=0, next_try_at=None, down_since=None, problem=""
        )
        if not flight.sent:
            return landing.parts + len(landing.blobs)
        return settle(
            sent=flight.sent,
            voids=flight.voids,
            results=landing.results,
            missing=landing.missing,
            card=flight.card,
            now=now,
        )


def _landing(future: Future[lines.Landing]) -> lines.Landing:
    """Return what came of a request; a bug on one line must not stop the others."""
    error = future.exception()
    if error is None:
        return future.result()
    log.error("sending failed: %s", type(error).__name__)
    return lines.Landing(problem="exchange.no-answer")


def _put_off(link: Link, *, problem: str, now: datetime) -> None:
    attempts = link.attempts + 1
    chance = secrets.randbelow(1_000_000) / 1_000_000
    Link.objects.filter(node=link.node).update(
        attempts=attempts,
        next_try_at=now + wait_before(attempts, chance=chance),
        down_since=link.down_since or now,
        problem=problem,
    )

"""Send the parts of large files, a few a request; their message gets its number when all are there.

They go over a line of their own: a message that is short never waits for a file.
"""

import logging
import secrets
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from schakel.exchange.actions import is_stopped, note_files, parcel_to, put_off, set_out
from schakel.exchange.queries import Outgoing, list_travelling, roots_lacking
from schakel.network.core.cards import NodeCard
from schakel.network.queries import list_linked_nodes
from schakel.stopping.queries import list_standing
from schakel.wire.actions import lines
from schakel.wire.core.retry import is_due

MOST_LINES = 4  # open at the same time
log = logging.getLogger("schakel.parcels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """Some parts on their way, and the message that waits for them."""

    future: Future[lines.Landing]
    row: Outgoing


_flights: dict[str, Flight] = {}  # by node; outlasts the run that began it
_pool = ThreadPoolExecutor(MOST_LINES, thread_name_prefix="parcel-line")


def send_parcels(now: datetime, *, patience: float = 0.0) -> int:
    """Take up what landed, and send the next parts on every link; return how many parts landed.

    Args:
        now: The moment.
        patience: Seconds to wait for what is on its way.
    """
    done = 0
    wait([flight.future for flight in _flights.values()], timeout=patience)
    for node in [node for node, flight in _flights.items() if flight.future.done()]:
        done += _land(node, _flights.pop(node), now=now)
    for card in list_linked_nodes():
        set_out(card, now=now)
        if card.code not in _flights and card.url:
            _begin(card, now=now)
    return done


def _begin(card: NodeCard, *, now: datetime) -> None:
    """Send parts for the first message that may go and whose files are not all there."""
    stops = list_standing()
    for row in list_travelling(card.code):
        if not is_due(row.next_try_at, at=now) or is_stopped(row, stops):
            continue
        if roots := roots_lacking(row):
            parcels = [parcel_to(root, card=card, now=now) for root in roots]
            load = lines.Load(url=card.url, sealed=(), claims={}, parcels=parcels)
            _flights[card.code] = Flight(future=_pool.submit(lines.carry, load), row=row)
            return


def _land(node: str, flight: Flight, *, now: datetime) -> int:
    """Note what came over; the next run goes on, after a failure with a growing wait."""
    error = flight.future.exception()
    if error is not None:
        log.error("sending parts failed: %s", type(error).__name__)
        landing = lines.Landing(problem="exchange.no-answer")
    else:
        landing = flight.future.result()
    note_files(node, landing.blobs)
    chance = secrets.randbelow(1_000_000) / 1_000_000
    put_off(flight.row.id, problem=landing.problem, chance=chance, now=now)
    return landing.parts

"""Bugs that are put in on purpose: what cannot find them says nothing about those not known."""

import inspect
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import transaction

from schakel.custody.actions import arriving
from schakel.custody.actions.recalling import hear_notice
from schakel.exchange import actions, ledgers
from schakel.exchange.actions import handling, outbox, receiving, sending
from schakel.wire.core import retry
from schakel.wire.core.kinds import Kind, kinds
from tools.simulation.machine import Machine
from tools.simulation.play import play

UNTIL_FOUND = 60  # seeds that a bug may survive; each takes a fraction of a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A bug, what of the course of events shows it sooner, and what is said when it is found."""

    put_in: Callable[[ExitStack], None]
    sign: str
    often: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return its name."""
        return self.put_in.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """The first seed in which a bug shows, after how many seconds, and how."""

    seed: int
    seconds: float
    fault: str


def find(bug: Bug, *, most: int = UNTIL_FOUND) -> Find | None:
    """Play seeds from 0 on with a bug put in until its sign shows; None when it survives."""
    begun = time.monotonic()
    for seed in range(most):
        with ExitStack() as stack:
            bug.put_in(stack)
            faults = play(seed, often=bug.often).faults
        if shown := next((fault for fault in faults if bug.sign in fault), ""):
            return Find(seed=seed, seconds=round(time.monotonic() - begun, 1), fault=shown)
    return None


def mutant(function: Any, old: str, new: str) -> Any:
    """Return the function with a piece of its source replaced."""
    source = inspect.getsource(function)
    assert source.count(old) == 1, f"{function.__name__} no longer says {old!r}"
    made = dict(vars(sys.modules[function.__module__]))
    exec(source.replace(old, new), made)  # noqa: S102  # our own source
    return made[function.__name__]


@contextmanager
def instead(function: Any, other: Any) -> Iterator[None]:
    """Let everything in the product that calls `function` call `other`."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("schakel."):
                for known, value in list(vars(module).items()):
                    if value is function:
                        stack.enter_context(patch.object(module, known, other))
        yield


def no_dedupe(stack: ExitStack) -> None:
    """What comes again takes effect again."""
    real = receiving._is_known

    def forgetful(arrival: Any, known: Any) -> bool:
        found = real(arrival, known)
        kind = kinds.find(arrival.envelope.kind)
        if found and kind:
            now = arrival.envelope.created
            kind.handle(handling.received_of(arrival.envelope, now=now))
        return found

    stack.enter_context(instead(real, forgetful))


def acknowledge_before_store(stack: ExitStack) -> None:
    """The receipts go out; what they are about is written a little later."""
    real = actions.take_envelopes
    later: dict[str, list[Any]] = {}

    def hasty(sealed: Any, *, now: Any) -> Any:
        with transaction.atomic():
            answer = real(sealed, now=now)
            transaction.set_rollback(True)
        later.setdefault(settings.SCHAKEL_NODE.code, []).append(sealed)
        return answer

    def catch_up(now: Any) -> int:
        for sealed in later.pop(settings.SCHAKEL_NODE.code, []):
            real(sealed, now=now)
        return 0

    switch_on = Machine.power_on

    def forget(machine: Machine, **more: Any) -> None:
        later.pop(machine.code, None)
        switch_on(machine, **more)

    stack.enter_context(patch.object(Machine, "power_on", forget))
    stack.enter_context(patch.object(actions, "take_envelopes", hasty))
    stack.enter_context(patch.object(actions, "handle_waiting", catch_up))


def dual_write(stack: ExitStack) -> None:
    """The deed is committed first, the message that tells of it after."""
    real = outbox._post

    def after(*given: Any, **named: Any) -> None:
        transaction.on_commit(lambda: real(*given, **named))

    stack.enter_context(instead(real, after))


def order_ignored(stack: ExitStack) -> None:
    """What comes early takes effect early."""
    piece = "row.seq != link.last_handled_seq + 1 or "
    mutated = mutant(handling.handle_link, piece, "")
    unchained = mutant(handling._dispatch, "envelope.prev != link.last_handled_digest", "False")
    stack.enter_context(instead(handling._dispatch, unchained))
    mutated.__globals__["_handle"] = mutant(handling._handle, "_dispatch(", "_dispatch(")
    mutated.__globals__["_handle"].__globals__["_dispatch"] = unchained
    stack.enter_context(instead(handling.handle_link, mutated))


def clock_stall(stack: ExitStack) -> None:
    """A pause is counted by the clock on the wall, which somebody puts back."""
    stalled = mutant(retry.is_due, " or next_try_at > at + LONGEST", "")
    stack.enter_context(instead(retry.is_due, stalled))
    due = mutant(sending._due, " | Q(next_try_at__gt=now + LONGEST)", "")
    stack.enter_context(instead(sending._due, due))


def recall_lost(stack: ExitStack) -> None:
    """A hand in between does what the originator wants, and tells nobody behind it."""
    piece = "nodes = pass_notice_on(notice, now=now)"
    stack.enter_context(instead(hear_notice, mutant(hear_notice, piece, "nodes = []")))


def receipt_lost(stack: ExitStack) -> None:
    """A hand in between does not pass on what others signed."""
    piece = 'send_control(item, "item.receipt", onward'
    deaf = mutant(arriving.holder_answered, piece, "dict(item=item, onward=onward")
    kind = Kind(name="item.receipt", handle=deaf)
    stack.enter_context(patch.dict(kinds._entries, {"item.receipt": kind}))


def content_in_the_way(stack: ExitStack) -> None:
    """The ledger of a link cannot be told once a message in it was erased."""
    piece = "if row.token:"
    stack.enter_context(instead(ledgers.prev_of, mutant(ledgers.prev_of, piece, "if True:")))


def shared_file_dropped(stack: ExitStack) -> None:
    """A large file goes once its first message has it, though another names it too."""
    piece = "if file.blob not in needed:"
    stack.enter_context(patch.object(actions, "unpack", mutant(actions.unpack, piece, "if True:")))


ITEMS = {"give": 4, "pass_on": 4, "recall": 4, "deed": 0.2, "put_clock": 0.2}
BUGS = (
    Bug(put_in=no_dedupe, sign="took effect twice"),
    Bug(put_in=acknowledge_before_store, sign="is delivered at the sender and None"),
    Bug(put_in=dual_write, sign="a deed is known of which no message tells"),
    Bug(put_in=order_ignored, sign="ledgers with"),  # numbers that were passed over are void
    Bug(put_in=clock_stall, sign="stands still for half an hour"),
    Bug(put_in=recall_lost, sign="is held after recall", often=ITEMS),
    Bug(put_in=receipt_lost, sign="did not sign for", often=ITEMS),
    Bug(put_in=content_in_the_way, sign="compares ledgers: CallFailedError", often=ITEMS),
    Bug(put_in=shared_file_dropped, sign="ended as failed"),
)

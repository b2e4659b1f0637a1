"""Three nodes on a bad network with bad clocks, full disks and power cuts: the ledgers agree.

`python -m tools.simulation --replay SEED` shows what happened in a seed that fails.
"""

import inspect
import logging
import random
import sys
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tools.simulation.check import faults
from tools.simulation.machine import Machine
from tools.simulation.play import play
from tools.simulation.world import COURSE, a_world

from schakel.custody.actions import arriving
from schakel.custody.actions.recalling import hear_notice
from schakel.exchange import actions, ledgers
from schakel.exchange.actions import handling, outbox, receiving, sending
from schakel.exchange.core import retry
from schakel.exchange.core.kinds import Kind, kinds

SEEDS = 200
AT_ONCE = 10  # seeds of one test
SIGNS = (
    *("is lost", "is doubled", "power cut", "is full", "is off by", "cut", "opens", "is put back"),
    *("gives an item", "passes an item on", "says recall", "marks an item", "3 parts"),
    *("announces keys", "changes keys: 1"),
)
UNTIL_FOUND = 100  # seeds that a bug may survive; a few seconds


@pytest.fixture(autouse=True)
def _databases_of_their_own(django_db_blocker, caplog):
    """The nodes bring their databases along; the log says nothing, for all is meant to fail."""
    caplog.set_level(logging.CRITICAL, logger="schakel")
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_whatever_happens_everything_takes_effect_once_and_in_order(first):
    """Loss, copies, disorder, days apart, clocks, disks, power: afterwards all ledgers agree."""
    for seed in range(first, first + AT_ONCE):
        outcome = play(seed)
        shown = "\n".join([*outcome.trace, *outcome.faults])
        assert not outcome.faults, f"python -m tools.simulation --replay {seed}\n{shown}"


class Course(RuleBasedStateMachine):
    """The same world, with a course of events that Hypothesis chooses, and makes short."""

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.world = self.stack.enter_context(a_world(random.Random(0)))  # noqa: S311  # no secret

    @rule(event=st.sampled_from(sorted(COURSE)), seed=st.integers(0, 999))
    def something_happens(self, event, seed):
        """Anything may follow anything."""
        self.world.chance.seed(seed)
        getattr(self.world, event)()

    def teardown(self):
        """Let everything heal; nothing may be wrong then."""
        with self.stack:
            assert [*self.world.heal(), *faults(self.world)] == [], "\n".join(self.world.trace)


def test_no_order_of_events_breaks_it():
    """Hypothesis looks where a list of seeds does not, and shows the shortest way to a fault."""
    run_state_machine_as_test(
        Course, settings=hypothesis.settings(max_examples=20, stateful_step_count=30)
    )


def test_a_seed_is_one_course_of_events():
    """A failure of the night must be the same failure in the morning."""
    one, other = play(7), play(7)
    assert one.trace == other.trace
    assert one.messages == other.messages > 0


def test_the_seeds_reach_what_they_are_for():
    """A simulation in which nothing goes wrong would prove nothing."""
    outcomes = [play(seed) for seed in range(30)]
    said = "\n".join(line for outcome in outcomes for line in outcome.trace)
    for sign in SIGNS:
        assert sign in said
    assert sum(outcome.crashes for outcome in outcomes) > 5


def mutant(function, old, new):
    """Return the function with a piece of its source replaced."""
    source = inspect.getsource(function)
    assert source.count(old) == 1, f"{function.__name__} no longer says {old!r}"
    made = dict(vars(sys.modules[function.__module__]))
    exec(source.replace(old, new), made)  # noqa: S102  # our own source
    return made[function.__name__]


@contextmanager
def instead(function, other):
    """Let everything in the product that calls `function` call `other`."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("schakel."):
                for known, value in list(vars(module).items()):
                    if value is function:
                        stack.enter_context(patch.object(module, known, other))
        yield


def no_dedupe(stack):
    """What comes again takes effect again."""
    real = receiving._is_known

    def forgetful(arrival, known):
        found = real(arrival, known)
        kind = kinds.find(arrival.envelope.kind)
        if found and kind:
            now = arrival.envelope.created
            kind.handle(handling.received_of(arrival.envelope, now=now))
        return found

    stack.enter_context(instead(real, forgetful))


def acknowledge_before_store(stack):
    """The receipts go out; what they are about is written a little later."""
    real, later = actions.take_envelopes, {}

    def hasty(sealed, *, now):
        with transaction.atomic():
            answer = real(sealed, now=now)
            transaction.set_rollback(True)
        later.setdefault(settings.SCHAKEL_NODE.code, []).append(sealed)
        return answer

    def catch_up(now):
        for sealed in later.pop(settings.SCHAKEL_NODE.code, []):
            real(sealed, now=now)
        return 0

    switch_on = Machine.power_on

    def forget(machine, **more):
        later.pop(machine.code, None)
        switch_on(machine, **more)

    stack.enter_context(patch.object(Machine, "power_on", forget))
    stack.enter_context(patch.object(actions, "take_envelopes", hasty))
    stack.enter_context(patch.object(actions, "handle_waiting", catch_up))


def dual_write(stack):
    """The deed is committed first, the message that tells of it after."""
    real = outbox._post

    def after(*given, **named):
        transaction.on_commit(lambda: real(*given, **named))

    stack.enter_context(instead(real, after))


def order_ignored(stack):
    """What comes early takes effect early."""
    piece = "row.seq != link.last_handled_seq + 1 or "
    mutated = mutant(handling.handle_link, piece, "")
    unchained = mutant(handling._dispatch, "envelope.prev != link.last_handled_digest", "False")
    stack.enter_context(instead(handling._dispatch, unchained))
    mutated.__globals__["_handle"] = mutant(handling._handle, "_dispatch(", "_dispatch(")
    mutated.__globals__["_handle"].__globals__["_dispatch"] = unchained
    stack.enter_context(instead(handling.handle_link, mutated))


def clock_stall(stack):
    """A pause is counted by the clock on the wall, which somebody puts back."""
    stalled = mutant(retry.is_due, " or next_try_at > at + LONGEST", "")
    stack.enter_context(instead(retry.is_due, stalled))
    due = mutant(sending._due, " | Q(next_try_at__gt=now + LONGEST)", "")
    stack.enter_context(instead(sending._due, due))


def recall_lost(stack):
    """A hand in between does what the originator wants, and tells nobody behind it."""
    piece = "nodes = pass_notice_on(notice, now=now)"
    stack.enter_context(instead(hear_notice, mutant(hear_notice, piece, "nodes = []")))


def receipt_lost(stack):
    """A hand in between does not pass on what others signed."""
    piece = 'send_control(item, "item.receipt", onward'
    deaf = mutant(arriving.holder_answered, piece, "dict(item=item, onward=onward")
    kind = Kind(name="item.receipt", handle=deaf)
    stack.enter_context(patch.dict(kinds._entries, {"item.receipt": kind}))


def content_in_the_way(stack):
    """The ledger of a link cannot be told once a message in it was erased."""
    piece = "if row.token:"
    stack.enter_context(instead(ledgers.prev_of, mutant(ledgers.prev_of, piece, "if True:")))


def shared_file_dropped(stack):
    """A large file goes once its first message has it, though another names it too."""
    piece = "if file.blob not in needed:"
    stack.enter_context(patch.object(actions, "unpack", mutant(actions.unpack, piece, "if True:")))


ITEMS = {"give": 4, "pass_on": 4, "recall": 4, "deed": 0.2, "put_clock": 0.2}
BUGS = [
    (no_dedupe, {}),
    (acknowledge_before_store, {}),
    (dual_write, {}),
    (order_ignored, {}),
    (clock_stall, {}),
    (recall_lost, ITEMS),
    (receipt_lost, ITEMS),
    (content_in_the_way, ITEMS),
    (shared_file_dropped, {}),
]


@pytest.mark.parametrize(("bug", "often"), BUGS)
def test_a_bug_is_found_within_seconds(bug, often):
    """What cannot find a bug that is there says nothing about those that are not known."""
    for seed in range(UNTIL_FOUND):
        with ExitStack() as stack:
            bug(stack)
            if play(seed, often=often).faults:
                return
    raise AssertionError(f"{bug.__name__} survived {UNTIL_FOUND} seeds")

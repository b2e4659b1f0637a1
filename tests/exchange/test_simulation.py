"""Three nodes on a bad network with bad clocks, full disks and power cuts: the ledgers agree.

`python -m tools.simulation --replay SEED` shows what happened in a seed that fails.
"""

import logging
import random
from contextlib import ExitStack

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tools.simulation.bugs import BUGS, UNTIL_FOUND, find
from tools.simulation.check import faults
from tools.simulation.play import play
from tools.simulation.world import COURSE, a_world

SEEDS = 200
AT_ONCE = 10  # seeds of one test
SIGNS = (
    *("is lost", "is doubled", "power cut", "is full", "is off by", "cut", "opens", "is put back"),
    *("gives an item", "passes an item on", "says recall", "marks an item", "3 parts"),
    *("announces keys", "changes keys: 1"),
)


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


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_is_found_within_seconds(bug, record_property):
    """What cannot find a bug that is there says nothing about those that are not known.

    `python -m tools.simulation --bugs` says in which seed each shows, and after how many seconds.
    """
    found = find(bug)
    assert found is not None, f"{bug.name} survived {UNTIL_FOUND} seeds"
    record_property("seed", found.seed)
    record_property("seconds", found.seconds)

"""The machine of requests."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from schakel.instruments.core.states import (
    ENDED,
    TRANSITIONS,
    Side,
    State,
    Step,
    StepNotPossibleError,
    diagram,
    next_state,
    possible_steps,
)


def test_every_step_leads_where_the_table_says():
    """The table is the machine."""
    for arrow in TRANSITIONS:
        assert next_state(arrow.start, arrow.step, by=arrow.by) is arrow.end
        assert arrow.step in possible_steps(arrow.start, by=arrow.by)


def test_one_step_has_one_end():
    """Two ends for one step would let both sides see different states."""
    seen = [(arrow.start, arrow.step, arrow.by) for arrow in TRANSITIONS]

    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_stays_ended(state):
    """A refused request is not answered after all: that takes a new one."""
    assert not possible_steps(state, by=Side.ASKING)
    assert not possible_steps(state, by=Side.ASKED)
    with pytest.raises(StepNotPossibleError):
        next_state(state, Step.ANSWER, by=Side.ASKED)


def test_nobody_takes_the_steps_of_the_other_side():
    """The asking side cannot answer itself."""
    with pytest.raises(StepNotPossibleError):
        next_state(State.SENT, Step.ANSWER, by=Side.ASKING)
    with pytest.raises(StepNotPossibleError):
        next_state(State.IN_REVIEW, Step.SEND, by=Side.ASKED)


def test_the_drawing_in_the_documents_is_this_machine():
    """A drawing that differs from the code misleads whoever trusts it."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "request-states.md"

    assert diagram() in page.read_text(encoding="utf-8")


class CrossingMessages(RuleBasedStateMachine):
    """Two sides that act at the same time, and messages that arrive later, in order per side."""

    def __init__(self):
        super().__init__()
        self.states = {Side.ASKING: State.SENT, Side.ASKED: State.RECEIVED}
        self.on_the_way = {Side.ASKING: [], Side.ASKED: []}

    @rule(side=st.sampled_from(list(Side)), data=st.data())
    def act(self, side, data):
        """A side takes a step that its own state allows."""
        steps = sorted(possible_steps(self.states[side], by=side))
        if steps:
            step = data.draw(st.sampled_from(steps))
            self.states[side] = next_state(self.states[side], step, by=side)
            if step is Step.CLOSE:  # tells the other side nothing
                return
            other = Side.ASKED if side is Side.ASKING else Side.ASKING
            self.on_the_way[other].append((step, side))

    @precondition(lambda self: any(self.on_the_way.values()))
    @rule(data=st.data())
    def deliver(self, data):
        """A message arrives; one that no longer fits is answered with a failed receipt."""
        to = data.draw(st.sampled_from([side for side in Side if self.on_the_way[side]]))
        step, by = self.on_the_way[to].pop(0)
        try:
            self.states[to] = next_state(self.states[to], step, by=by)
        except StepNotPossibleError:
            assert self.states[to] in {*ENDED, State.TAKEN_UP, State.CLARIFYING, State.ANSWERED}

    @invariant()
    def an_end_is_an_end(self):
        """No message brings an ended request back to life."""
        for side, state in self.states.items():
            if state in ENDED:
                assert not possible_steps(state, by=side)


TestCrossingMessages = CrossingMessages.TestCase
TestCrossingMessages.settings = settings(max_examples=60, stateful_step_count=25)

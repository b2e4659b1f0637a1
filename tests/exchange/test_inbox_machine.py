"""The inbox against the plainest model there is, on a line that loses, repeats and shuffles."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from schakel.wire.core.inbox import WINDOW, Inbox, receive


class BadLine(RuleBasedStateMachine):
    """A sender, a receiver, and a line that loses, repeats and shuffles."""

    def __init__(self):
        super().__init__()
        self.inbox = Inbox()
        self.sent = 0
        self.received = set()

    @rule()
    def send(self):
        """Send, and lose it until `deliver` picks its number."""
        self.sent += 1

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def deliver(self, data):
        """Deliver any number that was ever sent."""
        number = data.draw(st.integers(1, self.sent))
        assert self.inbox.has(number) == (number in self.received)
        self.inbox = receive(self.inbox, number)
        self.received.add(number)

    @invariant()
    def it_asks_for_exactly_what_is_missing(self):
        """Not one number more, not one less."""
        last = max(self.received, default=0)
        assert self.inbox.missing() == tuple(sorted(set(range(1, last)) - self.received))

    @invariant()
    def it_forgets_what_it_no_longer_needs(self):
        """Only numbers beyond a gap are remembered one by one."""
        assert all(number > self.inbox.complete + 1 for number in self.inbox.early)


TestBadLine = BadLine.TestCase


def test_the_list_of_what_is_missing_is_bounded():
    """A partner that jumps ahead must not fill the memory."""
    inbox = receive(Inbox(), WINDOW)
    assert inbox.missing(most=3) == (1, 2, 3)


@pytest.mark.parametrize("number", [-1, 0, WINDOW + 1])
def test_numbers_outside_the_window_are_a_bug_of_the_caller(number):
    """`is_near` is asked first."""
    with pytest.raises(ValueError, match="window"):
        receive(Inbox(), number)

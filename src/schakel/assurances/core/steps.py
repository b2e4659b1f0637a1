"""How an assurance goes from a question to what became of it, and when it makes the gate hold."""

from datetime import date
from enum import StrEnum

from schakel.accounts.core.roles import Capability
from schakel.kernel.errors import ConflictError, UnusableInputError


class Kind(StrEnum):
    """What a state promises (UNTOC, art. 18(19)-(20); Directive (EU) 2016/680, recital 71)."""

    NO_DEATH_PENALTY = "no-death-penalty"
    NO_ILL_TREATMENT = "no-ill-treatment"
    SPECIALTY = "specialty"
    NO_ONWARD_TRANSFER = "no-onward-transfer"


class State(StrEnum):
    """How far it came; only `GIVEN` binds somebody."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    FULFILLED = "fulfilled"
    BROKEN = "broken"
    CLOSED = "closed"


class Deed(StrEnum):
    """What is done with an assurance after it was asked."""

    GIVE = "give"
    REFUSE = "refuse"
    FULFIL = "fulfil"
    BREAK = "break"
    CLOSE = "close"


_STEPS: dict[Deed, tuple[frozenset[State], State]] = {
    Deed.GIVE: (frozenset({State.ASKED}), State.GIVEN),
    Deed.REFUSE: (frozenset({State.ASKED}), State.REFUSED),
    Deed.FULFIL: (frozenset({State.GIVEN}), State.FULFILLED),
    Deed.BREAK: (frozenset({State.GIVEN, State.FULFILLED}), State.BROKEN),
    Deed.CLOSE: (frozenset({State.GIVEN, State.BROKEN}), State.CLOSED),
}
# The unit that asked notes what comes; the desk too can note a breach, and it alone closes.
_MAY: dict[Deed, frozenset[Capability]] = {
    Deed.GIVE: frozenset({Capability.DRAFT_REQUEST}),
    Deed.REFUSE: frozenset({Capability.DRAFT_REQUEST}),
    Deed.FULFIL: frozenset({Capability.SEND_REQUEST}),
    Deed.BREAK: frozenset({Capability.DRAFT_REQUEST, Capability.SIGN_JUDGEMENT}),
    Deed.CLOSE: frozenset({Capability.SIGN_JUDGEMENT}),
}


def who_may(deed: Deed) -> frozenset[Capability]:
    """Return the capabilities of which one is needed."""
    return _MAY[deed]


def list_deeds(state: State) -> tuple[Deed, ...]:
    """Return what can be done next."""
    return tuple(deed for deed, (states, _) in _STEPS.items() if state in states)


def next_state(state: State, deed: Deed) -> State:
    """Return the state after a deed.

    Raises:
        ConflictError: It does not fit the state.
    """
    states, after = _STEPS[deed]
    if state not in states:
        raise ConflictError("this does not fit what became of the assurance")
    return after


def holds(state: State, *, due: date, day: date) -> bool:
    """Tell whether an assurance makes the gate hold: broken, or given and not kept in time.

    Args:
        state: How far it came.
        due: The last day on which it should be known to be fulfilled.
        day: By the clock of the node.
    """
    return state is State.BROKEN or (state is State.GIVEN and day > due)


def require_words(*texts: str) -> None:
    """Return when every text says something.

    Raises:
        UnusableInputError: One is empty.
    """
    if not all(text.strip() for text in texts):
        raise UnusableInputError("say on what, by whom, or why")
